import type { ReactNode } from "react";
import { Body, Container, Head, Heading, Html, Preview, Section, Text } from "react-email";
import { styleSheet, styles, tones } from "../theme";

type LayoutProps = {
  title: string;
  /** Makes the title a badge, for mails whose largest words are others. */
  tone?: keyof typeof tones;
  /** The line that mailboxes show beside the subject. */
  preview: string;
  /** Why this mail came. */
  because: string;
  /** Between the mark and the title. */
  strip?: ReactNode;
  children: ReactNode;
};

/** The frame of every mail: 600 pixels, readable in light and dark mailboxes. */
export function Layout({ title, tone, preview, because, strip, children }: LayoutProps) {
  return (
    <Html lang="en-GB">
      <Head>
        <meta name="viewport" content="width=device-width" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <style>{styleSheet}</style>
      </Head>
      {/* Body copies its colours to a cell that the dark rules cannot reach; the section keeps them. */}
      <Body style={styles.body}>
        <Preview>{preview}</Preview>
        <Section className="dark-page" style={styles.page}>
          <Container style={styles.column}>
            <Text data-skip-in-text className="dark-ink" style={styles.mark}>
              evento
              <span style={styles.dot}>●</span>
            </Text>
            {strip}
            {tone ? (
              <Heading style={styles.badgeLine}>
                <span className={`badge-${tone}`} style={{ ...styles.badge, ...tones[tone] }}>
                  {title}
                </span>
              </Heading>
            ) : (
              <Heading className="dark-ink" style={styles.title}>
                {title}
              </Heading>
            )}
            {children}
            <Section className="dark-hair" style={styles.footer}>
              <Text className="dark-muted" style={styles.because}>
                {because}
              </Text>
            </Section>
          </Container>
        </Section>
      </Body>
    </Html>
  );
}
