import type { ParameterSchema, Rule } from "../core/rule";
import { severities } from "../core/rule";
import { frameworks, levels } from "./decisions";

/** The JSON schema of guardrails.yaml for these rules. Rule ids are checked apart, because an error should say which is meant. */
export function settingsSchema(rules: readonly Rule[]): object {
  const level = { enum: levels };
  const text = { type: "string", minLength: 1, pattern: "\\S" };
  return {
    type: ["object", "null"],
    additionalProperties: false,
    properties: {
      levels: {
        type: "object",
        additionalProperties: false,
        properties: {
          default: level,
          severities: { type: "object", additionalProperties: level, propertyNames: { enum: severities } },
          frameworks: { type: "object", additionalProperties: level, propertyNames: { enum: Object.keys(frameworks) } },
          rules: { type: "object", additionalProperties: level },
        },
      },
      parameters: {
        type: "object",
        properties: Object.fromEntries(rules.filter(hasParameters).map((rule) => [rule.id, rule.parameters])),
      },
      exceptions: {
        type: "array",
        items: {
          type: "object",
          additionalProperties: false,
          required: ["rule", "resource", "reason", "owner", "expires"],
          properties: {
            rule: text,
            resource: {
              anyOf: [
                text,
                {
                  type: "object",
                  additionalProperties: false,
                  required: ["type", "name"],
                  properties: { type: text, name: text },
                },
              ],
            },
            reason: text,
            owner: text,
            expires: { type: "string", format: "date" },
            ticket: text,
          },
        },
      },
      baseline: text,
      rules: { type: "array", items: text },
    },
  };
}

export function hasParameters(rule: Rule): rule is Rule & { parameters: ParameterSchema } {
  return rule.parameters !== undefined;
}
