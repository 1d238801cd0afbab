import type { ReactNode } from "react";
import { Body, Container, Head, Heading, Html, Preview, Section, Text } from "react-email";
import { darkStyleSheet, styles } from "../theme";

type LayoutProps = {
  title: string;
  /** The line that mailboxes show beside the subject. */
  preview: string;
  /** Why this mail came. */
  because: string;
  children: ReactNode;
};

/** The frame of every mail: 600 pixels, readable in light and dark mailboxes. */
export function Layout({ title, preview, because, children }: LayoutProps) {
  return (
    <Html lang="en-GB">
      <Head>
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <style>{darkStyleSheet}</style>
      </Head>
      {/* Body copies its colours to a cell that the dark rules cannot reach; the section keeps them. */}
      <Body style={styles.body}>
        <Preview>{preview}</Preview>
        <Section className="dark-page" style={styles.page}>
          <Container style={styles.column}>
            <Text data-skip-in-text className="dark-ink" style={styles.brand}>
              evento
              <span style={styles.dot}>●</span>
            </Text>
            <Container className="dark-card" style={styles.card}>
              <Heading className="dark-ink" style={styles.title}>
                {title}
              </Heading>
              {children}
            </Container>
            <Text className="dark-muted" style={styles.footer}>
              {because}
            </Text>
          </Container>
        </Section>
      </Body>
    </Html>
  );
}
