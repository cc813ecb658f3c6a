/** One HTTPS request with our own CA and, for Kubernetes, a client certificate. No keep-alive, no redirects. */
import https from 'node:https';

/** Where and as whom. */
export interface HttpsOptions {
  ca?: string;
  cert?: string;
  key?: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  /** Milliseconds for the whole request; default 5,000. */
  timeout?: number;
  /** For a certificate that nobody signed (a controller manager's health port on loopback). */
  unverified?: boolean;
}

/** Resolves to status and body, whatever the status. @throws when there is no answer in time. */
export function httpsRequest(
  url: string,
  options: HttpsOptions = {},
): Promise<{ status: number; body: string }> {
  const { ca, cert, key, method = 'GET', headers, body, timeout = 5_000, unverified } = options;
  return new Promise((resolve, reject) => {
    const request = https.request(
      url,
      {
        method,
        agent: false,
        signal: AbortSignal.timeout(timeout),
        ...(ca !== undefined && { ca }),
        ...(cert !== undefined && { cert }),
        ...(key !== undefined && { key }),
        ...(headers && { headers }),
        ...(unverified && { rejectUnauthorized: false }),
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, body: text });
        });
        response.on('error', reject);
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}
