/** Values that look like credentials, and how they are shown: by what they are, never by what they say. */

/** Prefixes by which issuers mark their secrets, longest first where one begins another. */
const prefixes =
  /(?:sk_live_|sk_test_|rk_live_|rk_test_|whsec_|github_pat_|gh[pousr]_|glpat-|gldt-|xox[abeoprs]-|xapp-|sk-ant-|sk-proj-|sk-or-|sk-|AKIA|ASIA|AIza|ya29\.|EAA|hf_|npm_|pypi-|dop_v1_|shpat_|shpss_|SG\.|key-|lin_api_|ntn_|secret_|sbp_|eyJ|AGE-SECRET-KEY-|dckr_pat_|pat_|figd_|r8_|gsk_|tvly-|pcsk_|xai-|vercel_|00[A-Za-z0-9_-]{3})[A-Za-z0-9_.+/=-]{8,}/g;

/** `scheme://user:password@host`: the password alone is masked. */
const inUrl = /([a-z][a-z0-9+.-]{0,30}:\/\/[^\s:/@]{1,200}:)([^\s/@]{1,500})(@)/gi;

/** `password = "…"`, `"api_key": "…"`, `Authorization: Bearer …`: the value after a name that says what it is. */
const named =
  /((?:pass(?:word|wd)?|secret|token|api[_-]?key|apikey|client[_-]?secret|private[_-]?key|access[_-]?key|credential|authorization)["']?\s{0,4}[:=]\s{0,4}["']?(?:Bearer\s+|Basic\s+)?)([^\s"',;&}$<{[(]{6,500})/gi;

const privateKey =
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]{0,10000}?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g;

/** Words that stand where a secret would. */
const placeholder =
  /^(?:bearer$|basic$|x{3,}|\*{3,}|\.{3,}|your[-_]|my[-_]|example|changeme|placeholder|dummy|test$|none$|null$|true$|false$|undefined$|string$|<|\$|%|process\.|os\.|env\.|var\.|secrets?\.|config\.|settings\.|self\.|this\.)/i;

/** Whether the text is one credential, and by which prefix; undefined for placeholders and everything else. */
export function credentialPrefix(text: string): string | undefined {
  const trimmed = text.trim();
  const match = new RegExp(`^${prefixes.source}$`).exec(trimmed);
  if (!match) return undefined;
  const prefix =
    /^(?:[A-Za-z]+[_-](?:live_|test_|pat_|api_|proj-|ant-|or-)?|AKIA|ASIA|AIza|eyJ|ya29\.|SG\.)/.exec(
      trimmed,
    )?.[0] ?? trimmed.slice(0, 4);
  const rest = trimmed.slice(prefix.length);
  // xxxx, …, "your-key-here" stand for a secret and are none.
  // Payment keys are long and of letters and digits alone.
  if (/^(?:sk|rk)_(?:live|test)_$/.test(prefix) && !/^(?=.*\d)[A-Za-z0-9]{16,}$/.test(rest)) return undefined;
  if (/^(.)\1+$/.test(rest) || /^[xX.*_-]+$/.test(rest) || /your|example|placeholder|here$/i.test(rest))
    return undefined;
  return prefix;
}

/** Names under which a program is given a credential. */
const secretName =
  /(?:^|[_-])(?:API[_-]?KEY|KEY|TOKEN|SECRET|PASSWORD|PAT)$|^(?:x-api-key|authorization|api[_-]?key)$/i;

/**
 * Whether a value under this name is a credential that is written out: by its issuer's prefix, or because it is long,
 * of letters and digits, and like no word. References and words that stand for a secret are none.
 */
export function isSecret(name: string, value: string): boolean {
  if (value.length > 1000) return false;
  const bare = value.trim().replace(/^(?:Bearer|Basic|token)\s+/i, "");
  if (/\$|<|\{|%|\s/.test(bare) || placeholder.test(bare)) return false;
  if (
    /your|example|placeholder|change|dummy|fake|sample|insert|replace|secret|token|key|test|x{4}|0{5}|12345|abcd/i.test(
      bare.slice(2),
    )
  )
    return false;
  const mixed = /[a-z]/i.test(bare) && /\d/.test(bare) && new Set(bare).size >= 10;
  if (!mixed || bare.length < 20) return false;
  return credentialPrefix(bare) !== undefined || (secretName.test(name) && /^[\w.+/=-]{20,500}$/.test(bare));
}

/** The text with every credential in it replaced by its first characters and an ellipsis. */
export const masked = (text: string): string => hide(text, (kept) => `${kept}…`);

/** The same with an ellipsis for each character that is hidden (UTF-16 units), so that every other keeps its place. */
export const maskedInPlace = (text: string): string =>
  hide(text, (kept, hidden) => kept + hidden.replace(/[^\r\n]/g, "…"));

/** An option after which a credential stands as the next word: `--token`, `--api-key`, `--db-password`. */
const secretOption =
  /^--?(?:[A-Za-z0-9]{1,40}[_-]){0,6}(?:token|pass(?:word|wd)|secret|api[_-]?key|apikey|access[_-]?key|pat)$/i;

/** A credential by its prefix, at the beginning of a word and with a digit: no part of a name such as `task-manager`. */
const wholePrefixed = new RegExp(`(?<![A-Za-z0-9])${prefixes.source}`, "g");

/**
 * A command line or an address with the credentials in it hidden, to be kept. Other than in `masked`, names that only
 * look like one stay as they are, since packages and addresses are told by them; so a second time changes nothing.
 */
export function withoutCredentials(line: string): string {
  const parts = line.split(/(\s+)/);
  return parts
    .map((part, index) => {
      const before = parts[index - 2] ?? "";
      const isGiven = index % 2 === 0 && secretOption.test(before) && !/^[-$]/.test(part);
      return isGiven && part !== "" && !placeholder.test(part) ? "…" : part;
    })
    .join("")
    .replace(wholePrefixed, (secret) => (/\d/.test(secret) ? `${secret.slice(0, 4)}…` : secret))
    .replace(inUrl, (_, before: string, _password: string, after: string) => `${before}…${after}`)
    .replace(named, (whole, before: string, value: string) =>
      placeholder.test(value) || value.includes("…") ? whole : `${before}…`,
    );
}

/** `shown` gives what stands for a credential: of what may be seen of it, and of the rest. */
function hide(text: string, shown: (kept: string, hidden: string) => string): string {
  const header = "-----BEGIN PRIVATE KEY-----";
  return text
    .replace(privateKey, (key) => shown(header, key.slice(header.length)))
    .replace(prefixes, (secret) => shown(secret.slice(0, 4), secret.slice(4)))
    .replace(
      inUrl,
      (_, before: string, password: string, after: string) => `${before}${shown("", password)}${after}`,
    )
    .replace(named, (whole, before: string, value: string) =>
      placeholder.test(value) || value.includes("…") ? whole : before + shown("", value),
    );
}
