/** Why somebody stands at the sign-in page again, and what to do. Words for every reason of lib/auth and error of next-auth. */
export type SignInProblem = { tone: 'info' | 'warn' | 'bad'; title: string; text: string };

/** A name that may be words ("your company account") where a sentence begins with it. */
const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** The words for a reason; null when there is nothing to say. `provider` is the identity provider's name. */
export function signInProblem(reason: string | undefined, provider: string): SignInProblem | null {
  switch (reason) {
    case undefined:
      return null;
    case 'signed-out':
      return { tone: 'info', title: 'You are signed out', text: 'Sign in again to go on.' };
    case 'expired':
    case 'SessionRequired':
      return {
        tone: 'info',
        title: 'Your session has ended',
        text: 'Sessions end after 8 hours. Sign in again; you come back to where you were.',
      };
    case 'disabled':
      return {
        tone: 'bad',
        title: 'Your access to Berth is switched off',
        text: 'An administrator of Berth disabled it. Ask the platform team to enable it again.',
      };
    case 'provider-refused':
      return {
        tone: 'warn',
        title: 'Your session was ended',
        text: `${sentence(provider)} no longer vouches for it, for example after a changed password. Sign in again.`,
      };
    case 'provider-silent':
      return {
        tone: 'warn',
        title: 'Your session could not be renewed',
        text: `${sentence(provider)} did not answer for too long, so Berth can’t know whether your groups are still right. Sign in again when it is back.`,
      };
    case 'no-email':
    case 'no-subject':
      return {
        tone: 'bad',
        title: 'Your account came without an e-mail address',
        text: `${sentence(provider)} did not send what Berth needs to know you by. Ask its administrator to release the claims “sub” and “email” to Berth.`,
      };
    case 'email-unverified':
      return {
        tone: 'bad',
        title: 'Your e-mail address is not verified',
        text: `Verify it with ${provider}, then sign in again. Berth trusts no address that nobody checked.`,
      };
    case 'email-taken':
      return {
        tone: 'bad',
        title: 'Your e-mail address belongs to another account',
        text: 'Somebody signed in with this address under another identity before. Ask the platform team to sort it out.',
      };
    case 'unavailable':
    case 'OAuthSignin':
    case 'OAuthCallback':
      return {
        tone: 'bad',
        title: 'Signing in did not work',
        text: `Berth and ${provider} did not come to an end with each other: it is not reachable, or the sign-in took too long. Try again; if it stays so, tell the platform team.`,
      };
    case 'Callback':
    case 'AccessDenied':
      return {
        tone: 'bad',
        title: 'You were not let in',
        text: `${sentence(provider)} knows you, but the sign-in was cancelled or refused. Try again, or ask the platform team whether your account may use Berth.`,
      };
    default:
      return {
        tone: 'bad',
        title: 'Signing in did not work',
        text: 'Try again. If it stays so, tell the platform team what you see here.',
      };
  }
}
