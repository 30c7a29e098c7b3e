import type { Locale } from '../../../../locales/texts.ts';
import { type TeamsTextKey, teamsTexts } from '../texts.ts';

export interface PackageSettings {
  /** Of the app registration; the bot and the package bear it. */
  readonly appId: string;
  /** `https://host`, without a slash at the end. */
  readonly publicUrl: string;
  /** Of the package, as in `1.0.3`; Teams takes an update only with another one. */
  readonly version: string;
  /** Who answers for the app, at most 32 characters. */
  readonly developer: string;
  readonly privacyUrl: string;
  readonly termsUrl: string;
}

/** The signs of the house: the green of the pages. */
const accentColor = '#17493D';

const commands: readonly { readonly title: TeamsTextKey; readonly description: TeamsTextKey }[] = [
  { title: 'teams.package.menu', description: 'teams.package.menu.about' },
  { title: 'teams.package.help', description: 'teams.package.help.about' },
  { title: 'teams.package.agent', description: 'teams.package.agent.about' },
];

/** What Teams is told about the app: one person at a time, no files, no permissions, and our pages as dialogs. */
export function teamsManifest({ appId, publicUrl, version, developer, privacyUrl, termsUrl }: PackageSettings) {
  const text = teamsTexts['es-MX'];
  return {
    $schema: 'https://developer.microsoft.com/json-schemas/teams/v1.29/MicrosoftTeams.schema.json',
    manifestVersion: '1.29',
    version,
    id: appId,
    developer: { name: developer, websiteUrl: publicUrl, privacyUrl, termsOfUseUrl: termsUrl },
    name: { short: text('teams.package.name'), full: text('teams.package.full-name') },
    description: { short: text('teams.package.short'), full: text('teams.package.full') },
    icons: { color: 'color.png', outline: 'outline.png' },
    accentColor,
    localizationInfo: {
      defaultLanguageTag: 'es-mx',
      additionalLanguages: [{ languageTag: 'en', file: 'en.json' }],
    },
    bots: [
      {
        botId: appId,
        scopes: ['personal'],
        isNotificationOnly: false,
        // A file sent to the bot would stay in the OneDrive of its person; keys go through the secure form.
        supportsFiles: false,
        commandLists: [
          {
            scopes: ['personal'],
            commands: commands.map(({ title, description }) => ({
              title: text(title),
              description: text(description),
            })),
          },
        ],
      },
    ],
    validDomains: [new URL(publicUrl).host],
  };
}

/** The same words in another language, as Teams names them. */
export function teamsTranslation(locale: Locale): Record<string, string> {
  const text = teamsTexts[locale];
  const words = commands.flatMap(({ title, description }, index): [string, string][] => {
    const path = `bots[0].commandLists[0].commands[${index}]`;
    return [
      [`${path}.title`, text(title)],
      [`${path}.description`, text(description)],
    ];
  });
  return {
    $schema: 'https://developer.microsoft.com/json-schemas/teams/v1.29/MicrosoftTeams.Localization.schema.json',
    'name.short': text('teams.package.name'),
    'name.full': text('teams.package.full-name'),
    'description.short': text('teams.package.short'),
    'description.full': text('teams.package.full'),
    ...Object.fromEntries(words),
  };
}
