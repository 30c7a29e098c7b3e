/** Words for a slash in an address that is spelled out. */
const SLASH = String.raw`(?:\/|\\|slash|diagonal|barra)`;
const DOT = String.raw`(?:\s*[.,]\s*|\s*[([{<]\s*(?:\.|punto|dot|pto)\s*[)\]}>]\s*|\s+(?:punto|dot|pto)\s+|\s+)`;
const NAME = '@?[a-z0-9][a-z0-9_.-]{2,}';
/** A name that is no word of a sentence: with a figure, an underscore or a dot in it. */
const ODD_NAME = String.raw`(?:@|[a-z][a-z-]*(?:[0-9_]|\.[a-z0-9]))[a-z0-9_.-]*`;
/** Words that follow "usuario" and are no name. */
const NO_NAME =
  '(?!(?:que|del?|para|por|con|sin|como|debe|puede|tiene|registrad[oa]|correcto|mismo|actual|anterior|nuevo)(?![a-z0-9_.-]))';
/** Where people talk besides here; `tg` and the like only count with a colon. */
const MESSENGER =
  '(?:telegram|whats\\s?app|whats|wh?ats|wasap|guasap|signal|discord|instagram|facebook|messenger|twitter|tik\\s?tok|snapchat|skype|wechat|viber|linkedin|threads)';
const SHORT = '(?:tg|ig|fb|wa|dc|insta|kik)';

const OF = String.raw`(?:(?:usuario|user|nick|alias|perfil|canal|grupo|cuenta)\s(?:de|del|en)\s)?`;
const USER = '(?:usuario|user|nick|alias|nombre)';

const HANDLES: readonly RegExp[] = [
  // "@fulano", but no host behind it: that is a mailbox written badly.
  /(?<![a-z0-9_%+.-])@\s?[a-z0-9_]{2,}(?![a-z0-9_-]*\s?\.\s?[a-z])/,
  /(?<![a-z])(?:en|soy|usuario|cuenta|busca(?:me|nos)?|sigue(?:me|nos)?|escribe(?:me|nos)?)\s*:?\s*arroba\s+[a-z0-9_]{3,}/,
  // "t.me slash x", "wa me 55"
  new RegExp(
    String.raw`(?<![a-z0-9])(?:t|m|wa|fb|ig|telegram|signal|discord)${DOT}(?:me|gg|dog|im)(?![a-z0-9])\s*(?:${SLASH}|\d|@)`,
  ),
  new RegExp(String.raw`(?<![a-z])(?:${MESSENGER}|${SHORT})\s*(?:[:=>]|->)+\s*@?[a-z0-9_]`),
  new RegExp(String.raw`(?<![a-z])mi\s${OF}${MESSENGER}\s(?:oficial\s)?(?:es|se\sllama)\s(?:el\s|la\s)?${NAME}`),
  // "nuestro WhatsApp es seguro" is said every day.
  new RegExp(
    String.raw`(?<![a-z])(?:nuestr[oa]|el|la|en)\s${OF}${MESSENGER}\s(?:oficial\s)?(?:(?:es|esta\scomo)\s(?:el\s|la\s)?${ODD_NAME}|se\sllama\s${NAME})`,
  ),
  new RegExp(String.raw`(?<![a-z])${MESSENGER}(?:,\s?|\s)(?:el\s)?${USER}\s?(?::\s?|es\s:?\s?|se\sllama\s)${NAME}`),
  new RegExp(String.raw`(?<![a-z])${MESSENGER}(?:,\s?|\s)(?:con\s)?(?:el\s)?${USER}(?:\sde)?\s${ODD_NAME}`),
  // Without an article, or with "con", a name follows, not what a user does.
  new RegExp(String.raw`(?<![a-z])${MESSENGER}(?:,\s?|\s)(?:con\s(?:el\s)?)?${USER}\s${NO_NAME}${NAME}`),
  new RegExp(
    String.raw`(?<![a-z])(?:busca|encuentra|agrega|anade|sigue|contacta|escribe|estoy|estamos|aparezco|soy)[a-z]*\s[^.!?\n]{0,30}${MESSENGER}\s+como\s+${NAME}`,
  ),
  // A name with an underscore is no word of a sentence.
  /(?<![a-z0-9])[a-z][a-z0-9]*_[a-z0-9_]*[a-z0-9]/,
];

/** Whether a folded text names somebody on another network, also in disguise. */
export const hasHandle = (folded: string): boolean => HANDLES.some((pattern) => pattern.test(folded));
