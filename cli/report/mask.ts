const mask = "****";

/** A name that promises a credential: `dbPassword`, `API_KEY`. */
const word = String.raw`(?:passw(?:or)?d|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credential|auth)`;
const name = String.raw`[\w.-]{0,64}${word}[\w.-]{0,64}`;
/** What may stand between the name and its value: `: `, `" = `, `", value: `, `: pulumi.String(`. */
const between = String.raw`["'\x60\]]?\s{0,99}(?:=>|:=|[:=,])\s{0,99}(?:value["']?\s?[:=]\s?)?(?:[\w.]{1,64}\(\s{0,99}){0,3}`;
const literal = String.raw`(["'\x60])(?:\\.|(?!\2).)*(?:\2|$)`;

const assigned = new RegExp(`(${name}${between})${literal}`, "gim");
/** `pulumi.secret("hunter2")` */
const wrapped = new RegExp(String.raw`(\bsecret\(\s{0,99})${literal}`, "gm");
/** `PASSWORD=hunter2` in a script within a program; a space around the sign makes it an expression of the program. */
const shell = new RegExp(String.raw`(${name}=)[^\s"'\x60$({;,)]+`, "gi");
/** In YAML a bare word is the value itself; `${…}` refers to another. */
const bare = new RegExp(String.raw`(${name}["']?:[ \t]+)[^\s"'$|>{\[&*#].*$`, "gim");

/** Credentials that are known by their own shape. */
const shapes: readonly RegExp[] = [
  /\b(?:AKIA|ASIA|AIDA|AROA|ABIA|ACCA)[A-Z0-9]{12,}/g, // AWS unique ids, IAM User Guide, "Unique identifiers"
  /\beyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?/g, // JSON web tokens
  /\b(?:gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|[rs]k[_-]|pul-|npm_|SG\.)[\w.-]{10,}/g,
  /(?<=:\/\/[^\s/:@"'`]{0,64}:)[^\s/@"'`]+(?=@)/g, // https://user:password@host
  /-----BEGIN[^-\n]*PRIVATE KEY-----.*/g,
  /\b[0-9a-f]{32,}\b/gi,
];
/** As long as a secret access key, which has 40 characters, or a line of a key file. */
const base64 = /(?<![\w+/=])[A-Za-z0-9+/_-]{40,}={0,2}(?![\w+/=])/g;

/** Source lines in which whatever looks like a credential is hidden; as many lines as before. It rather hides too much. */
export function masked(source: string, file: string): string {
  let text = source;
  for (const pattern of [assigned, wrapped]) {
    text = text.replace(pattern, (_, before: string, quote: string) => `${before}${quote}${mask}${quote}`);
  }
  text = text.replace(shell, `$1${mask}`);
  if (/\.ya?ml$/i.test(file)) text = text.replace(bare, `$1${mask}`);
  for (const shape of shapes) text = text.replace(shape, mask);
  return text.replace(base64, (value) => (isRandom(value) ? mask : value));
}

/** A long identifier has few digits or one case. */
function isRandom(value: string): boolean {
  const digits = value.replace(/\D/g, "").length;
  return digits >= 3 || (value.length === 40 && digits > 0 && /[a-z]/.test(value) && /[A-Z]/.test(value));
}
