import { readTeamsSettings, type TeamsEnvironment } from '../../../../bot/channels/teams/settings.ts';
import { ConfigError, readConfig } from '../../../../bot/config.ts';

const appId = '9f2a6d1c-4c1e-4f0a-9a55-0c6f1c6f7a01';
const tenantId = '5b1f7c3e-77aa-4f5e-8f7e-3d0f5f4c2b10';
const who = { MICROSOFT_APP_ID: appId, MICROSOFT_APP_TENANT_ID: tenantId };

function problemsOf(environment: Record<string, string | undefined>): readonly string[] {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

it.each<[string, TeamsEnvironment, object]>([
  ['a password', { ...who, MICROSOFT_APP_PASSWORD: 'p' }, { kind: 'password', password: 'p' }],
  ['a certificate', { ...who, MICROSOFT_APP_CERTIFICATE: 'app.pem' }, { kind: 'certificate', file: 'app.pem' }],
  ['a managed identity', { ...who, MICROSOFT_APP_TYPE: 'UserAssignedMSI' }, { kind: 'managed-identity' }],
])('takes %s', (_, environment, credentials) => {
  expect(problemsOf({ ...environment })).toEqual([]);
  expect(readTeamsSettings(environment)).toEqual({ appId, tenantId, credentials });
});

it('takes ids as a person may have copied them', () => {
  const capitals = { MICROSOFT_APP_ID: appId.toUpperCase(), MICROSOFT_APP_TENANT_ID: tenantId.toUpperCase() };
  const config = readConfig({ ...capitals, MICROSOFT_APP_PASSWORD: 'p' });
  expect(readTeamsSettings(config)).toMatchObject({ appId, tenantId });
});

it('is off without any of them', () => {
  expect(readTeamsSettings(readConfig({}))).toBeUndefined();
});

it.each([
  [{ MICROSOFT_APP_ID: appId }, ['MICROSOFT_APP_TENANT_ID', 'MICROSOFT_APP_PASSWORD']],
  [{ MICROSOFT_APP_PASSWORD: 'p' }, ['MICROSOFT_APP_ID', 'MICROSOFT_APP_TENANT_ID']],
  [{ MICROSOFT_APP_TYPE: 'SingleTenant' }, ['MICROSOFT_APP_ID', 'MICROSOFT_APP_TENANT_ID', 'MICROSOFT_APP_PASSWORD']],
  [who, ['MICROSOFT_APP_PASSWORD']],
  [{ ...who, MICROSOFT_APP_PASSWORD: 'p', MICROSOFT_APP_CERTIFICATE: 'app.pem' }, ['MICROSOFT_APP_PASSWORD']],
  [{ ...who, MICROSOFT_APP_TYPE: 'UserAssignedMSI', MICROSOFT_APP_PASSWORD: 'p' }, ['MICROSOFT_APP_PASSWORD']],
  [{ ...who, MICROSOFT_APP_TYPE: 'UserAssignedMSI', MICROSOFT_APP_CERTIFICATE: 'c' }, ['MICROSOFT_APP_CERTIFICATE']],
  [{ MICROSOFT_APP_ID: 'recupera' }, ['MICROSOFT_APP_ID']],
  [{ ...who, MICROSOFT_APP_TYPE: 'MultiTenant' }, ['MICROSOFT_APP_TYPE']],
])('refuses to start with only %j, and names what is wrong', (environment, names) => {
  expect(problemsOf({ ...environment }).map((problem) => problem.split(':')[0])).toEqual(names);
});
