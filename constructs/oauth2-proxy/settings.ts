/** What oauth2-proxy must be told, whatever the place it runs in. */
import type { SecretRef } from '../../model/delivery';

export interface Oauth2ProxySettings {
  /** Address that people type, without a trailing slash. The provider sends them back below it. */
  readonly publicUrl: string;
  readonly provider: OidcProvider;
  /** 32 characters without a line end: what sessions are encrypted with. */
  readonly cookieSecret: SecretRef;
  /** Who may sign in: members of one of these, where there are any. */
  readonly groups?: readonly string[];
  /** Who may sign in: whose mail address is of one of these, where there are any, unless the provider calls it unverified. */
  readonly emailDomains?: readonly string[];
}

/**
 * A provider of OpenID Connect, which names its endpoints itself.
 * https://openid.net/specs/openid-connect-discovery-1_0.html
 */
export interface OidcProvider {
  /** Exactly as the provider spells it: `https://id.example.org/realms/staff`. */
  readonly issuerUrl: string;
  readonly clientId: string;
  /** The secret alone, without a line end. */
  readonly clientSecret: SecretRef;
  /** The claim that lists groups. @default - `groups` */
  readonly groupsClaim?: string;
  /** @default - `openid`, `profile`, `email` */
  readonly scopes?: readonly string[];
  /** Certificate of the authority that the provider's must come from; any public one when absent. */
  readonly authority?: SecretRef;
}
