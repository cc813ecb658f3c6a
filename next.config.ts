import type { NextConfig } from 'next';

/** Headers of everything that is served; the Content-Security-Policy is proxy.ts's, since it changes with each page. */
const HEADERS = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), geolocation=(), microphone=(), payment=(), usb=()' },
  // Browsers heed it on https only.
  { key: 'Strict-Transport-Security', value: 'max-age=31536000' },
];

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  // Berth serves no photographs; the optimiser is a way in that nothing needs.
  images: { unoptimized: true },
  // One copy each, outside the bundles: pino's and prom-client's state must not be doubled per route.
  serverExternalPackages: ['pino', 'prom-client', 'pg'],
  // `npm run types` checks the whole tree, tests and tools too; a build need not do it again.
  typescript: { ignoreBuildErrors: true },
  turbopack: { root: import.meta.dirname },
  headers: () => Promise.resolve([{ source: '/:path*', headers: HEADERS }]),
};

export default config;
