import { webConfig } from '../../../../../lib/config/env.ts';

/**
 * A kubeconfig for a namespace, without any secret: kubectl's OpenID Connect plugin signs the person in. `caBundle` is PEM, null where
 * the system's own roots are meant.
 */
export function kubeconfigOf(
  view: { name: string; cluster: { name: string }; apiServer: string },
  caBundle: string | null,
): string {
  const { issuer, clientId } = webConfig().oidc;
  const q = (text: string) => JSON.stringify(text);
  const name = q(`${view.cluster.name}/${view.name}`);
  return [
    'apiVersion: v1',
    'kind: Config',
    'clusters:',
    `- name: ${q(view.cluster.name)}`,
    '  cluster:',
    `    server: ${q(view.apiServer)}`,
    ...(caBundle === null
      ? []
      : [`    certificate-authority-data: ${Buffer.from(caBundle).toString('base64')}`]),
    'contexts:',
    `- name: ${name}`,
    '  context:',
    `    cluster: ${q(view.cluster.name)}`,
    `    namespace: ${q(view.name)}`,
    '    user: me',
    `current-context: ${name}`,
    'users:',
    '- name: me',
    '  user:',
    '    exec:',
    '      apiVersion: client.authentication.k8s.io/v1',
    '      command: kubectl',
    '      args:',
    '      - oidc-login',
    '      - get-token',
    `      - ${q(`--oidc-issuer-url=${issuer}`)}`,
    `      - ${q(`--oidc-client-id=${clientId}`)}`,
    '      - "--oidc-extra-scope=email"',
    '      - "--oidc-extra-scope=groups"',
    '      - "--oidc-pkce-method=S256"',
    '      interactiveMode: IfAvailable',
    '',
  ].join('\n');
}

/** A data address of a text, for a download link without a route. */
export function downloadHref(text: string): string {
  return `data:application/yaml;charset=utf-8,${encodeURIComponent(text)}`;
}
