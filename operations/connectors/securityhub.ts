import {
  type AwsSecurityFinding,
  type AwsSecurityFindingIdentifier,
  BatchImportFindingsCommand,
  BatchUpdateFindingsCommand,
  SecurityHubClient,
} from "@aws-sdk/client-securityhub";
import type { Ticket } from "../tickets/ticket";
import { shortened } from "../findings/shortened";
import { ask, clientSettings } from "./aws";
import { type Connector, type ConnectorContext, Undeliverable } from "./connector";
import type { Message } from "./delivery";
import { isSetAside, ticketOf } from "./subject";

interface SecurityHubSettings {
  readonly account: string;
  readonly region?: string;
  readonly endpoint?: string;
}

/**
 * AWS Security Hub. Findings that came from there get the ticket's workflow status and a note; those of other sources are
 * brought there. Both say how the ticket stands now, so that a repeat, or a late one, changes nothing.
 *
 * https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchUpdateFindings.html
 */
export function securityhub({ settings }: ConnectorContext): Connector {
  const typed = settings as unknown as SecurityHubSettings;
  const clients = new Map<string, SecurityHubClient>();
  /** A finding is changed in its own region, or in the one that gathers all, which the settings name then. */
  const clientFor = (ticket: Ticket) => {
    const region = typed.region ?? (ticket.finding.region || undefined);
    const client = clients.get(region ?? "") ?? new SecurityHubClient(clientSettings({ ...typed, region }));
    clients.set(region ?? "", client);
    return client;
  };
  return {
    async send(message) {
      const ticket = ticketOf(message);
      if (!ticket) throw new Undeliverable(`expected an event of a ticket, got one of ${message.subject}`);
      const client = clientFor(ticket);
      const region = await client.config.region();
      const imported = isOfSecurityHub(ticket) ? undefined : findingOf(ticket, message, typed.account, region);
      if (imported) {
        const command = new BatchImportFindingsCommand({ Findings: [imported] });
        const answer = await ask("Security Hub", (abortSignal) => client.send(command, { abortSignal }));
        throwIfRefused(answer.FailedFindings?.[0]);
      }
      // What imports a finding can't change its workflow status afterwards.
      const identifier = imported ? { Id: imported.Id, ProductArn: imported.ProductArn } : identifierOf(ticket);
      const command = new BatchUpdateFindingsCommand({
        FindingIdentifiers: [identifier],
        Workflow: { Status: statusOf(message, ticket) },
        Note: { Text: shortened(noteOf(ticket), 512), UpdatedBy: "guardrails" },
      });
      const answer = await ask("Security Hub", (abortSignal) => client.send(command, { abortSignal }));
      throwIfRefused(answer.UnprocessedFindings?.[0]);
      return undefined;
    },
  };
}

function isOfSecurityHub({ finding }: Ticket): boolean {
  return Boolean(finding.fields.productArn);
}

function identifierOf({ finding }: Ticket): AwsSecurityFindingIdentifier {
  return { Id: finding.id, ProductArn: finding.fields.productArn };
}

function statusOf(message: Message, { state }: Ticket): "NEW" | "NOTIFIED" | "SUPPRESSED" | "RESOLVED" {
  if (state === "triggered") return "NEW";
  if (state === "acknowledged" || state === "snoozed") return "NOTIFIED";
  return isSetAside(message) ? "SUPPRESSED" : "RESOLVED";
}

function noteOf({ id, state, department, assignee, resolved }: Ticket): string {
  const who = assignee === undefined ? department : `${department}, ${assignee}`;
  return `Ticket ${id} is ${state}${resolved ? ` (${resolved.resolution})` : ""}; ${who}`;
}

/** The finding in AWS's format, with the lengths that BatchImportFindings takes. */
function findingOf(ticket: Ticket, { at }: Message, account: string, region: string): AwsSecurityFinding {
  const { id, finding, openedAt, severity, state } = ticket;
  const partition = region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
  return {
    SchemaVersion: "2018-10-08",
    Id: `guardrails/${id}`,
    ProductArn: `arn:${partition}:securityhub:${region}:${account}:product/${account}/default`,
    GeneratorId: shortened(`guardrails/${finding.source}/${finding.rule}`, 512),
    AwsAccountId: account,
    Types: ["Unusual Behaviors"],
    CreatedAt: openedAt,
    // An import counts only when it is later than the one before.
    UpdatedAt: at > openedAt ? at : openedAt,
    Severity: { Label: severity.toUpperCase() as "CRITICAL" | "HIGH" | "MEDIUM" | "LOW", Original: severity },
    Title: shortened(finding.title, 256),
    Description: shortened(finding.description || finding.title, 1024),
    ...(finding.url !== undefined && { SourceUrl: finding.url }),
    // By this, intake tells our own findings when they come back as events.
    ProductFields: { "guardrails/ticket": id },
    Resources: [
      {
        Type: "Other",
        Id: shortened(finding.resource || finding.account || id, 512),
        Partition: partition,
        Region: region,
      },
    ],
    RecordState: state === "closed" ? "ARCHIVED" : "ACTIVE",
  };
}

function throwIfRefused(refused: { readonly ErrorCode?: string; readonly ErrorMessage?: string } | undefined): void {
  if (!refused) return;
  const { ErrorCode: code = "", ErrorMessage: reason = "" } = refused;
  const sentence = `expected Security Hub to take it, got ${code}: ${reason}`;
  throw /throttl|internal|concurrent/i.test(code) ? new Error(sentence) : new Undeliverable(sentence);
}
