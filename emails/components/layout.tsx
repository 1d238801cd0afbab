import type { ReactNode } from "react";
import {
  Body,
  Container,
  Head,
  Heading,
  Html,
  Preview,
  pixelBasedPreset,
  Section,
  Tailwind,
  Text,
} from "react-email";
import { dark, light } from "@/tailwind.config";

const nightColours = Object.fromEntries(
  Object.entries(dark).map(([name, value]) => [`night-${name}`, value]),
);

const config = {
  presets: [pixelBasedPreset],
  theme: {
    extend: {
      colors: { ...light, ...nightColours },
      fontFamily: { sans: ["-apple-system", "Segoe UI", "Roboto", "Helvetica", "Arial", "sans-serif"] },
    },
  },
};

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
      <Tailwind config={config}>
        <Head>
          <meta name="color-scheme" content="light dark" />
          <meta name="supported-color-schemes" content="light dark" />
        </Head>
        {/* Body copies its colours to a cell that the dark rules cannot reach; the section keeps them. */}
        <Body className="m-0 p-0 font-sans">
          <Preview>{preview}</Preview>
          <Section className="w-full bg-page px-3 py-8 dark:bg-night-page">
            <Container className="w-full max-w-[600px]">
              <Text
                data-skip-in-text
                className="m-0 px-1 pb-4 text-lg font-bold text-brand dark:text-night-brand"
              >
                Evento
              </Text>
              <Container className="w-full max-w-[600px] rounded-xl border border-solid border-line bg-surface px-7 py-6 dark:border-night-line dark:bg-night-surface">
                <Heading className="m-0 mb-4 text-2xl font-bold text-ink dark:text-night-ink">
                  {title}
                </Heading>
                {children}
              </Container>
              <Text className="m-0 px-1 pt-4 text-xs text-muted dark:text-night-muted">{because}</Text>
            </Container>
          </Section>
        </Body>
      </Tailwind>
    </Html>
  );
}
