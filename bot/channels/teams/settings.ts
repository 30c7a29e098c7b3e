import { z } from 'zod';

/** The environment of Teams; the names are those of Azure's own guides. All of it, or none: then Teams is off. */
export const teamsEnvironment = {
  // Azure writes ids in small letters, whatever a person copied.
  MICROSOFT_APP_ID: z.guid().toLowerCase().optional(),
  MICROSOFT_APP_TYPE: z.enum(['SingleTenant', 'UserAssignedMSI']).optional(),
  MICROSOFT_APP_TENANT_ID: z.guid().toLowerCase().optional(),
  MICROSOFT_APP_PASSWORD: z.string().min(1).optional(),
  /** A PEM file with the certificate and its private key, in place of a password. */
  MICROSOFT_APP_CERTIFICATE: z.string().min(1).optional(),
};

const Environment = z.object(teamsEnvironment);
export type TeamsEnvironment = z.infer<typeof Environment>;

/** Who the bot is towards Microsoft, and how it proves that. */
export interface TeamsSettings {
  readonly appId: string;
  readonly tenantId: string;
  readonly credentials: TeamsCredentials;
}

export type TeamsCredentials =
  | { readonly kind: 'password'; readonly password: string }
  | { readonly kind: 'certificate'; readonly file: string }
  | { readonly kind: 'managed-identity' };

/** The settings, once they are known to be complete; undefined when Teams is off. */
export function readTeamsSettings(environment: TeamsEnvironment): TeamsSettings | undefined {
  const { MICROSOFT_APP_ID: appId, MICROSOFT_APP_TENANT_ID: tenantId } = environment;
  const credentials = credentialsOf(environment);
  return appId && tenantId && credentials ? { appId, tenantId, credentials } : undefined;
}

/** What is missing or contradicts itself, one line a setting. Nothing when Teams is off altogether. */
export function teamsProblems(environment: TeamsEnvironment): string[] {
  const given = Object.keys(teamsEnvironment).some((name) => Reflect.get(environment, name) !== undefined);
  if (!given) return [];
  const { MICROSOFT_APP_TYPE: type, MICROSOFT_APP_PASSWORD: password, MICROSOFT_APP_CERTIFICATE: file } = environment;
  const problems: string[] = [];
  if (environment.MICROSOFT_APP_ID === undefined) problems.push('MICROSOFT_APP_ID: Teams needs the id of the app');
  if (environment.MICROSOFT_APP_TENANT_ID === undefined) {
    problems.push('MICROSOFT_APP_TENANT_ID: Teams needs the tenant whose people may write');
  }
  if (type === 'UserAssignedMSI') {
    if (password) problems.push('MICROSOFT_APP_PASSWORD: a managed identity has none');
    if (file) problems.push('MICROSOFT_APP_CERTIFICATE: a managed identity has none');
  } else if ((password === undefined) === (file === undefined)) {
    problems.push('MICROSOFT_APP_PASSWORD: Teams needs a password or MICROSOFT_APP_CERTIFICATE, one of them');
  }
  return problems;
}

function credentialsOf(environment: TeamsEnvironment): TeamsCredentials | undefined {
  const { MICROSOFT_APP_TYPE: type, MICROSOFT_APP_PASSWORD: password, MICROSOFT_APP_CERTIFICATE: file } = environment;
  if (type === 'UserAssignedMSI') return { kind: 'managed-identity' };
  if (password) return { kind: 'password', password };
  return file ? { kind: 'certificate', file } : undefined;
}
