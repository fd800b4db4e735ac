import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020";
import { UserError } from "../../policies/core/user-error";
import type { ConnectorSettings, Settings } from "../settings/settings";
import { type ConnectorType, connectorTypes } from "./catalogue";
import type { Connector } from "./connector";
import type { ConnectorOf } from "./deliver";
import { redacting } from "./redact";
import { variablePattern } from "./setting";

/**
 * The connectors that the settings name, each made when it is first used.
 *
 * @param secretOf the value of a variable of the environment; throws a UserError that names it when it is absent
 * @throws UserError for a name or a type that is unknown, or settings that {@link faultsOf} finds fault with
 */
export function connectorsOf(
  { connectors }: Pick<Settings, "connectors">,
  secretOf: (variable: string) => string,
  fetch = globalThis.fetch,
): ConnectorOf {
  const made = new Map<string, Connector>();
  const connectorOf = (name: string) => {
    const connector = made.get(name) ?? make(name, connectors[name], secretOf, fetch);
    made.set(name, connector);
    return connector;
  };
  return (name) => Promise.resolve(name).then(connectorOf);
}

function make(
  name: string,
  settings: ConnectorSettings | undefined,
  secretOf: (variable: string) => string,
  fetch: typeof globalThis.fetch,
): Connector {
  const [fault] = settings ? faultsOf(name, settings) : [`expected a connector called ${name}, got none`];
  const type = connectorTypes[settings?.type ?? ""];
  if (fault !== undefined || !settings || !type) throw new UserError(fault ?? "");
  const secrets = new Set<string>();
  const secret = (variable: string) => {
    const value = secretOf(variable);
    secrets.add(value);
    return value;
  };
  const connect = type.load();
  return redacting(connect({ settings, secret, fetch }), secrets);
}

/** What is wrong with the settings of a connector, each a sentence; nothing when it can be made. */
export function faultsOf(name: string, settings: ConnectorSettings): readonly string[] {
  const type = Object.hasOwn(connectorTypes, settings.type) ? connectorTypes[settings.type] : undefined;
  if (!type) {
    const known = Object.keys(connectorTypes).join(", ");
    return [`expected the type of connector ${name} to be one of ${known}, got ${settings.type}`];
  }
  const validate = validatorOf(settings.type, type);
  if (validate(settings)) return [];
  // A choice tells of each of its parts as well.
  const errors = (validate.errors ?? []).filter(({ schemaPath }) => !schemaPath.startsWith("#/oneOf/"));
  return [...new Set(errors.map((error) => sentenceOf(error, name)))];
}

const ajv = new Ajv2020({ allErrors: true, strictRequired: false });
const validators = new Map<string, ValidateFunction>();

function validatorOf(name: string, type: ConnectorType): ValidateFunction {
  const validate = validators.get(name) ?? ajv.compile(schemaOf(type, name));
  validators.set(name, validate);
  return validate;
}

/** The JSON schema (2020-12) of a type's settings, but for `when`, which every connector may have. */
function schemaOf({ settings, rules }: ConnectorType, type: string): object {
  const shared = { type: { const: type }, when: { type: "object" }, keeps: { type: "boolean" } };
  return { type: "object", properties: { ...shared, ...settings }, additionalProperties: false, ...rules };
}

/** Says what was expected, and never what came: it may be a secret in the wrong place. */
function sentenceOf({ keyword, instancePath, params, message }: ErrorObject, name: string): string {
  const setting = instancePath.slice(1).replaceAll("/", ".");
  const of = `of connector ${name}`;
  switch (keyword) {
    case "required":
      return `expected ${String(params.missingProperty)} ${of}, got none`;
    case "dependentRequired":
      return `expected ${String(params.missingProperty)} beside ${String(params.property)} ${of}, got none`;
    case "additionalProperties":
      return `expected settings ${of} that its type has, got ${String(params.additionalProperty)}`;
    case "enum":
      return `expected ${setting} ${of} to be one of ${(params.allowedValues as string[]).join(", ")}, got another text`;
    case "oneOf":
      return `expected one of webhook and token ${of}, got both or none`;
    case "not":
      return `expected an encryption ${of} when it signs in with a password, got none`;
    case "pattern":
      return params.pattern === variablePattern
        ? `expected ${setting} ${of} to name a variable of the environment, such as SLACK_TOKEN, got another text`
        : `expected ${setting} ${of} to match ${String(params.pattern)}, got another text`;
    default:
      return `expected ${setting} ${of} to be right: it ${message ?? ""}`;
  }
}
