/** Checks of oauth2-proxy. */
import { hostName, serviceUrl } from '../check/names';
import { repeated } from '../check/repeated';
import type { Report } from '../check/report';
import { checkSecret } from '../check/secret';
import type { OidcProvider, Oauth2ProxySettings } from './settings';

/** Every problem of the settings. */
export function checkOauth2Proxy({ provider, cookieSecret, ...who }: Oauth2ProxySettings, report: Report): void {
  checkProvider(provider, report);
  checkSecret(cookieSecret, 'cookieSecret', report);
  const { clientSecret } = provider;
  if (clientSecret.secret === cookieSecret.secret && clientSecret.key === cookieSecret.key) {
    report.refuse('cookieSecret is the clientSecret, must be another', 'the provider knows that one');
  }
  if (who.groups === undefined && who.emailDomains === undefined) {
    report.refuse(
      'neither groups nor emailDomains is there, one must be',
      'everybody with an account at the provider would be let in',
    );
  }
  if (who.groups !== undefined) checkGroups('groups', who.groups, report);
  if (who.emailDomains !== undefined) checkList('emailDomains', who.emailDomains, report);
  for (const domain of who.emailDomains ?? []) {
    const isDomain = domain.includes('.') && hostName(domain) === undefined;
    report.must('emailDomains', domain, isDomain ? undefined : 'a domain: example.org');
  }
}

/** A directive of nginx takes 4096 bytes at most, the address of oauth2-proxy among them. */
const LONGEST_LIST = 4000;

/** Names of groups that may do something. A request names them in a list that commas part. */
export function checkGroups(path: string, groups: readonly string[], report: Report): void {
  checkList(path, groups, report);
  for (const group of groups) report.must(path, group, groupName(group));
  if (groups.some((group) => groupName(group) !== undefined)) return;
  const { length } = groups.map(encodeURIComponent).join();
  if (length > LONGEST_LIST) {
    const what = `${path} has ${length} characters as a part of an address, must have at most ${LONGEST_LIST}`;
    report.refuse(what, 'let the provider have one group for all of them');
  }
}

function groupName(group: string): string | undefined {
  if (group.includes(',')) return 'a group without a comma';
  return /\p{Cs}/u.test(group) ? 'a text of whole characters' : undefined;
}

function checkList(path: string, list: readonly string[], report: Report): void {
  if (list.length === 0) report.refuse(`${path} is empty, must have at least one`, 'leave it out');
  for (const each of repeated(list)) report.refuse(`${path} has '${each}' twice, must have it once`);
}

/** Claims that a provider adds may be URIs. https://openid.net/specs/openid-connect-core-1_0.html#AdditionalClaims */
const CLAIM = /^[A-Za-z_](?:[\w.:/-]*\w)?$/;

function checkProvider({ issuerUrl, groupsClaim, scopes, ...oidc }: OidcProvider, report: Report): void {
  report.must('issuerUrl', issuerUrl, serviceUrl(issuerUrl));
  checkSecret(oidc.clientSecret, 'clientSecret', report);
  if (oidc.authority !== undefined) checkSecret(oidc.authority, 'authority', report);
  if (groupsClaim !== undefined && !CLAIM.test(groupsClaim)) {
    report.must('groupsClaim', groupsClaim, 'a claim or its path: groups, realm_access.roles, cognito:groups');
  }
  for (const scope of scopes ?? []) report.must('scopes', scope, /\s/.test(scope) ? 'one scope' : undefined);
  if (scopes !== undefined && !scopes.includes('openid')) {
    report.refuse("scopes has no 'openid', must have it: nobody would say who signed in");
  }
}
