/** Roles as CloudFormation templates. Keys stand as in the text, which then needs no sorting. */
import { stableJson } from "../escape.ts";
import { nameRules, platformName } from "../names.ts";
import type { NamedDocument, Role } from "./role.ts";
import { descriptionOf, tagValue } from "./tags.ts";

/** Resources that one template can hold. */
export const maxResources = 500;

/** The resources of a stack by their logical id. */
export type Stack = Readonly<Record<string, unknown>>;

/** What each stack holds, in order: CloudFormation takes 500 resources a stack. */
export function stacksOf(roles: readonly Role[]): readonly Stack[] {
  const stacks: Record<string, unknown>[] = [];
  for (const role of roles) {
    const resources = resourcesOf(role);
    const last = stacks.at(-1);
    const room = last === undefined ? 0 : maxResources - Object.keys(last).length;
    if (last !== undefined && room >= Object.keys(resources).length) Object.assign(last, resources);
    else stacks.push({ ...resources });
  }
  return stacks;
}

/** The template's text. */
export const templateOf = (workspace: string, resources: Stack): string =>
  stableJson({
    AWSTemplateFormatVersion: "2010-09-09",
    // As in the tags, so that no reference can be read in it.
    Metadata: { Remit: { Workspace: tagValue(workspace) } },
    Resources: resources,
  });

/** `remit:owner` as the template's own metadata name it: `Owner`. */
const metadataKey = (key: string): string => {
  const word = key.slice(key.indexOf(":") + 1);
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
};

function resourcesOf(role: Role): Readonly<Record<string, unknown>> {
  const id = platformName(role.agent.name, nameRules.cloudformation);
  const roleId = `Role${id}`;
  const description = descriptionOf(role.agent);
  const tags = role.tags.map(({ key, value }) => ({ Key: key, Value: value }));
  const managed = ({ name, document }: NamedDocument, attached: boolean) => ({
    // Managed policies have no tags in CloudFormation.
    Metadata: { Remit: Object.fromEntries(role.tags.map(({ key, value }) => [metadataKey(key), value])) },
    Properties: {
      Description: description,
      ManagedPolicyName: name,
      Path: role.path,
      PolicyDocument: document,
      ...(attached ? { Roles: [role.adopt ? role.name : { Ref: roleId }] } : {}),
    },
    Type: "AWS::IAM::ManagedPolicy",
  });
  const resources: Record<string, unknown> = {};
  role.policies.forEach((policy, index) => {
    resources[`Policy${index + 1}${id}`] = managed(policy, true);
  });
  if (role.boundary === undefined) return resources;
  resources[`Boundary${id}`] = managed(role.boundary, false);
  resources[roleId] = {
    Properties: {
      AssumeRolePolicyDocument: role.trust,
      MaxSessionDuration: role.maxSession,
      Path: role.path,
      PermissionsBoundary: { Ref: `Boundary${id}` },
      RoleName: role.name,
      Tags: tags,
    },
    Type: "AWS::IAM::Role",
  };
  return resources;
}
