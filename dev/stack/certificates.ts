/** Certificates of the embedded stack: short, local, RSA 2048, made without openssl. For demos and tests only. */
import { generateKeyPair, randomBytes, X509Certificate } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import forge from 'node-forge';

/** A certificate and its private key, both PEM. */
export interface KeyPair {
  cert: string;
  key: string;
}

/** A pair on disk. */
export interface KeyPairFiles {
  certFile: string;
  keyFile: string;
}

const DAY = 24 * 3600 * 1000;

/** A new RSA private key, PEM (PKCS #8), with its public half. */
function newKey(): Promise<{ publicKey: string; privateKey: string }> {
  return promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}

interface Request {
  commonName: string;
  organizations?: string[];
  usage: 'ca' | 'server' | 'client' | 'peer';
  days: number;
}

async function issue(request: Request, issuer?: KeyPair): Promise<KeyPair> {
  const pair = await newKey();
  const cert = forge.pki.createCertificate();
  cert.publicKey = forge.pki.publicKeyFromPem(pair.publicKey);
  cert.serialNumber = `01${randomBytes(15).toString('hex')}`;
  // An hour back: clocks of virtual machines jump.
  cert.validity.notBefore = new Date(Date.now() - 3600_000);
  cert.validity.notAfter = new Date(Date.now() + request.days * DAY);
  const subject = [
    ...(request.organizations ?? []).map((value) => ({ shortName: 'O', value })),
    { shortName: 'CN', value: request.commonName },
  ];
  cert.setSubject(subject);
  const issuerCert = issuer && forge.pki.certificateFromPem(issuer.cert);
  cert.setIssuer(issuerCert ? issuerCert.subject.attributes : subject);
  const names = [
    { type: 2, value: 'localhost' },
    { type: 7, ip: '127.0.0.1' },
  ];
  const server = request.usage === 'server' || request.usage === 'peer';
  cert.setExtensions(
    request.usage === 'ca'
      ? [
          { name: 'basicConstraints', cA: true, critical: true },
          { name: 'keyUsage', keyCertSign: true, cRLSign: true, digitalSignature: true, critical: true },
          { name: 'subjectKeyIdentifier' },
        ]
      : [
          { name: 'basicConstraints', cA: false, critical: true },
          { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
          { name: 'extKeyUsage', serverAuth: server, clientAuth: request.usage !== 'server' },
          ...(server ? [{ name: 'subjectAltName', altNames: names }] : []),
        ],
  );
  cert.sign(forge.pki.privateKeyFromPem(issuer?.key ?? pair.privateKey), forge.md.sha256.create());
  return { cert: forge.pki.certificateToPem(cert).replaceAll('\r\n', '\n'), key: pair.privateKey };
}

function filesIn(folder: string, name: string): KeyPairFiles {
  return { certFile: path.join(folder, `${name}.crt`), keyFile: path.join(folder, `${name}.key`) };
}

/** Writes a file that only its owner can read. */
export function writePrivate(file: string, content: string): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(`${file}.new`, content, { mode: 0o600 });
  fs.renameSync(`${file}.new`, file);
}

function read(files: KeyPairFiles): KeyPair | undefined {
  try {
    return { cert: fs.readFileSync(files.certFile, 'utf8'), key: fs.readFileSync(files.keyFile, 'utf8') };
  } catch {
    return undefined;
  }
}

/** A usable pair: valid for another month and, when an issuer is given, signed by it. */
function usable(pair: KeyPair, issuer?: KeyPair): boolean {
  const cert = new X509Certificate(pair.cert);
  if (Date.parse(cert.validTo) < Date.now() + 30 * DAY) return false;
  return issuer ? cert.verify(new X509Certificate(issuer.cert).publicKey) : true;
}

async function keep(
  folder: string,
  name: string,
  request: Request,
  issuer?: KeyPair,
): Promise<KeyPair & KeyPairFiles> {
  const files = filesIn(folder, name);
  let pair = read(files);
  if (!pair || !usable(pair, issuer)) {
    pair = await issue(request, issuer);
    writePrivate(files.keyFile, pair.key);
    fs.writeFileSync(files.certFile, pair.cert);
  }
  return { ...pair, ...files };
}

/** A certificate authority kept in `folder` as NAME.crt and NAME.key; made when missing or about to end. */
export function keepAuthority(
  folder: string,
  name: string,
  commonName: string,
): Promise<KeyPair & KeyPairFiles> {
  return keep(folder, name, { commonName, usage: 'ca', days: 3650 });
}

/** A server certificate for localhost and 127.0.0.1, kept as NAME.crt and NAME.key. */
export function keepServer(
  folder: string,
  name: string,
  authority: KeyPair,
): Promise<KeyPair & KeyPairFiles> {
  return keep(folder, name, { commonName: name, usage: 'server', days: 365 }, authority);
}

/** As `keepServer`, also good as a client's (etcd's own link needs both). */
export function keepPeer(folder: string, name: string, authority: KeyPair): Promise<KeyPair & KeyPairFiles> {
  return keep(folder, name, { commonName: name, usage: 'peer', days: 365 }, authority);
}

/** A client certificate; Kubernetes reads the user from `commonName` and the groups from `organizations`. */
export function keepClient(
  folder: string,
  name: string,
  authority: KeyPair,
  subject: { commonName: string; organizations?: string[] },
): Promise<KeyPair & KeyPairFiles> {
  return keep(folder, name, { ...subject, usage: 'client', days: 365 }, authority);
}

/** A key pair without a certificate (service account tokens), kept as NAME.key and NAME.pub. */
export async function keepSigningKey(
  folder: string,
  name: string,
): Promise<{ privateKeyFile: string; publicKeyFile: string }> {
  const privateKeyFile = path.join(folder, `${name}.key`);
  const publicKeyFile = path.join(folder, `${name}.pub`);
  if (!fs.existsSync(privateKeyFile) || !fs.existsSync(publicKeyFile)) {
    const pair = await newKey();
    writePrivate(privateKeyFile, pair.privateKey);
    fs.writeFileSync(publicKeyFile, pair.publicKey);
  }
  return { privateKeyFile, publicKeyFile };
}
