/**
 * Addresses that no namespace ever reaches: link-local ones carry a cloud's metadata service, with the node's own credentials
 * (AWS and others 169.254.169.254 and fd00:ec2::254; fe80::/10 is link-local as a whole, RFC 4291).
 */
export const NEVER_REACHED = ['169.254.0.0/16', 'fe80::/10', 'fd00:ec2::/32'] as const;
