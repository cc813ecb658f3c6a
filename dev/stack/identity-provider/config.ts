/** The file that `main.ts` is given. */
export interface IdentityProviderConfig {
  /** https://localhost:PORT, without a final slash. */
  issuer: string;
  port: number;
  certFile: string;
  keyFile: string;
  /** JSON: Person[]. Read again at each use. */
  peopleFile: string;
  /** Made when missing. */
  jwksFile: string;
  /** Sessions, grants and refresh tokens. Made when missing. */
  storeFile: string;
  cookieKeys: string[];
  client: { id: string; secret: string; redirectUris: string[]; postLogoutRedirectUris: string[] };
  /** Guards POST /dev/token. */
  devTokenSecret: string;
  /** Give a new refresh token at each use; the old one used again ends the session. Default false. */
  rotateRefreshTokens?: boolean;
}
