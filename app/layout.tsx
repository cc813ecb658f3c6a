import type { Metadata, Viewport } from 'next';
import localFont from 'next/font/local';
import { cookies, headers } from 'next/headers';
import type { ReactNode } from 'react';
import { webConfig } from '../lib/config/env.ts';
import { THEME_COOKIE, themeOf } from './theme.ts';
import './globals.css';

const sans = localFont({
  src: '../node_modules/geist/dist/fonts/geist-sans/Geist-Variable.woff2',
  variable: '--font-geist-sans',
  weight: '100 900',
});
const mono = localFont({
  src: '../node_modules/geist/dist/fonts/geist-mono/GeistMono-Variable.woff2',
  variable: '--font-geist-mono',
  weight: '100 900',
  preload: false,
});

const DESCRIPTION =
  'Ask for a Kubernetes namespace and have it in seconds: owner, access, quota and network isolation in place.';

export async function generateMetadata(): Promise<Metadata> {
  // Per request, like the document: the portal's own address is configuration, not known at build time.
  await headers();
  return {
    metadataBase: new URL(webConfig().portalUrl),
    applicationName: 'Berth',
    title: { default: 'Berth', template: '%s · Berth' },
    description: DESCRIPTION,
    icons: { icon: '/icon.svg', apple: '/apple-touch-icon.png' },
    openGraph: {
      type: 'website',
      siteName: 'Berth',
      title: 'Berth',
      description: DESCRIPTION,
      images: [{ url: '/og.png', width: 1200, height: 630, alt: 'Berth: a berth for what your team runs' }],
    },
    twitter: { card: 'summary_large_image' },
  };
}

export const viewport: Viewport = {
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f7f9fa' },
    { media: '(prefers-color-scheme: dark)', color: '#0a1216' },
  ],
};

/** The document. Always rendered per request: a prerendered page would carry no nonce, and its scripts would be blocked. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  await headers();
  const theme = themeOf((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <html
      lang="en"
      className={`${sans.variable} ${mono.variable}`}
      data-theme={theme === 'system' ? undefined : theme}
    >
      <body>{children}</body>
    </html>
  );
}
