/** How nginx knows who is asking. */
import type { SecretRef } from '../../model/delivery';
import type { Endpoint } from '../program';

/** One of two ways, which a proxy never mixes. */
export type Access = PasswordAccess | SignInAccess;

/** By a password, which is in a file. */
export interface PasswordAccess {
  readonly kind: 'users';
  /** htpasswd file of the users. */
  readonly users: SecretRef;
  /** Other users for some of the paths, in place of {@link users}. */
  readonly pathUsers?: PathUsers;
}

/** By a session that oauth2-proxy knows of. */
export interface SignInAccess {
  readonly kind: 'signIn';
  readonly oauth2Proxy: Endpoint;
  /** Members of one of these are let in; when absent, everybody who could sign in. */
  readonly groups?: readonly string[];
  /** Other groups for some of the paths, in place of {@link groups}. */
  readonly pathGroups?: PathGroups;
}

/** htpasswd files by what is behind the path: silences are not everybody's to make. */
export type PathUsers = ByPath<SecretRef>;

/** Groups by what is behind the path. */
export type PathGroups = ByPath<readonly string[]>;

/** Something for each path that need not have what all have. */
export interface ByPath<T> {
  readonly prometheus?: T;
  readonly alertmanager?: T;
  readonly runbooks?: T;
}

/** The Secrets that nginx itself reads to know who is asking. */
export function accessSecrets(access: Access): readonly SecretRef[] {
  if (access.kind === 'signIn') return [];
  return [access.users, ...Object.values(access.pathUsers ?? {})];
}
