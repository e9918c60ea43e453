/** Grants of Kubernetes: roles, bindings, and containers that reach into the machine. */
import type { Extent } from "../../code.ts";
import type { Proof } from "../fact.ts";
import type { Text } from "../value.ts";

export interface KubernetesRule {
  readonly extent: Extent;
  readonly groups: readonly Text[];
  readonly resources: readonly Text[];
  readonly verbs: readonly Text[];
  readonly names: readonly Text[];
}

export interface KubernetesRole {
  readonly kind: "kubernetes-role";
  readonly extent: Extent;
  readonly name: string;
  /** Its block's name in Terraform; else "". */
  readonly label: string;
  /** As far as it is written and known; else "". */
  readonly namespace: string;
  /** `ClusterRole` and its like; a namespaced `Role` otherwise. */
  readonly cluster: boolean;
  readonly rules: readonly KubernetesRule[];
  /** Its permissions come from other roles, or go to them. */
  readonly aggregated: boolean;
  readonly proof: Proof;
}

export interface KubernetesBinding {
  readonly kind: "kubernetes-binding";
  readonly extent: Extent;
  readonly name: string;
  /** As far as it is written and known; else "". */
  readonly namespace: string;
  readonly cluster: boolean;
  readonly role: Text;
  readonly roleKind: string;
  readonly subjects: readonly {
    readonly kind: string;
    readonly name: Text;
    readonly namespace: string;
  }[];
  readonly proof: Proof;
}

/** A container or pod that reaches into the machine it runs on. */
export interface HostAccess {
  readonly kind: "host-access";
  readonly extent: Extent;
  /** `docker-socket`, `privileged`, `host-namespace`, `host-path`, `capability`. */
  readonly access: "docker-socket" | "privileged" | "host-namespace" | "host-path" | "capability";
  /** Image, service and command, by which rules tell agents from infrastructure. */
  readonly about: string;
  readonly proof: Proof;
}

export type KubernetesGrant = KubernetesRole | KubernetesBinding | HostAccess;
