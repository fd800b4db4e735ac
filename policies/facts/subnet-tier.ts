import type { Graph, Subject } from "../core/graph";
import { NotKnown, type Value } from "../core/value";
import { isWritten, known } from "./known";
import { some } from "./some";

/** Where a subnet's traffic to the internet goes: to an internet gateway, by way of something else, or nowhere. */
export type Tier = "public" | "private" | "isolated";

const routeTables = ["aws:ec2/routeTable:RouteTable", "aws:ec2/defaultRouteTable:DefaultRouteTable"];
const vpc = "aws:ec2/vpc:Vpc";
const gateways = ["aws:ec2/internetGateway:InternetGateway", "aws:ec2/vpnGateway:VpnGateway"];
const destinations = ["cidrBlock", "ipv6CidrBlock", "destinationCidrBlock", "destinationIpv6CidrBlock"] as const;

interface Route {
  readonly of: Subject<any>;
  readonly property: string | undefined;
  readonly value: Value<any>;
}

/**
 * The tier of a subnet by its routes: "if a subnet's traffic is routed to an internet gateway, the subnet is known as a
 * public subnet" (VPC User Guide, "Subnets"). Throws NotKnown when the routes can't be told.
 */
export function tierByRoutes(subnet: Subject<any>, graph: Graph): Tier {
  const routes = routesOf(subnet, graph).filter(isDefault);
  if (some(routes, (route) => leadsToInternetGateway(route, graph))) return "public";
  return routes.length > 0 ? "private" : "isolated";
}

function routesOf(subnet: Subject<any>, graph: Graph): Route[] {
  const table = ownTable(subnet, graph) ?? mainTable(subnet, graph);
  const separate = graph.referrers<any>(table, "aws:ec2/route:Route", "routeTableId", namesOf(table));
  const inline: Value<any>[] = table.type === vpc ? [] : table.at("routes").elements();
  return [
    ...inline.map((value) => ({ of: table, property: "routes", value })),
    ...separate.map((route) => ({ of: route, property: undefined, value: route })),
  ];
}

function ownTable(subnet: Subject<any>, graph: Graph): Subject<any> | undefined {
  const type = "aws:ec2/routeTableAssociation:RouteTableAssociation";
  const [association] = graph.referrers<any>(subnet, type, "subnetId", namesOf(subnet));
  if (!association) return undefined;
  return tableOf(association, "routeTableId", graph);
}

/** Subnets without a table of their own use the main one, which a VPC has from the start and the program may adopt or replace. */
function mainTable(subnet: Subject<any>, graph: Graph): Subject<any> {
  const own: Subject<any> | undefined = graph.target(subnet, "vpcId", subnet.at("vpcId"), [vpc], namesOf);
  if (!own) throw new NotKnown("the main route table of a VPC of another stack is not known here");
  const replaced = graph.referrers<any>(
    own,
    "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation",
    "vpcId",
    namesOf(own),
  );
  if (replaced[0]) return tableOf(replaced[0], "routeTableId", graph);
  const adopted = graph.referrers<any>(own, "aws:ec2/defaultRouteTable:DefaultRouteTable", "defaultRouteTableId", [
    known(() => own.outputs.at("defaultRouteTableId").string()).value ?? "",
  ]);
  return adopted[0] ?? own;
}

function tableOf(association: Subject<any>, property: string, graph: Graph): Subject<any> {
  const table = graph.target<any>(association, property, association.at(property), routeTables, namesOf);
  if (!table) throw new NotKnown("its route table is of another stack");
  return table;
}

function isDefault({ value }: Route): boolean {
  return destinations.some((property) => ["0.0.0.0/0", "::/0"].includes(value.at(property).string() ?? ""));
}

function leadsToInternetGateway({ of, property, value }: Route, graph: Graph): boolean {
  const gateway = value.at("gatewayId");
  if (!isWritten(gateway)) return false;
  const literal = known(() => gateway.string()).value;
  if (literal !== undefined) return literal.startsWith("igw-");
  return graph.target(of, property ?? "gatewayId", gateway, gateways, namesOf)?.type === gateways[0];
}

/** A VPC stands for its main route table, whose id it tells. */
function namesOf(resource: Subject<any>): string[] {
  const main = resource.type === vpc ? known(() => resource.outputs.at("mainRouteTableId").string()).value : undefined;
  return [resource.id, main].filter((name) => name !== undefined);
}
