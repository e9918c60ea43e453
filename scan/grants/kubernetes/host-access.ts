/** Containers that reach into their machine: Compose, pods, development containers, `docker run`, MCP servers in Docker. */
import type { Command } from "../commands.ts";
import {
  above,
  entriesOf,
  get,
  isTrue,
  items,
  keys,
  nearestKey,
  str,
  type Text,
  type Trail,
  text,
  under,
  type Value,
  walk,
} from "../value.ts";
import type { HostAccess } from "./fact.ts";

type Access = HostAccess["access"];

const socket =
  /(?:^|[^\w])(?:\/var)?\/run\/(?:docker|containerd\/containerd|podman\/podman|crio\/crio)\.sock/;

/** What an option of `docker run` opens. */
function ofOption(word: string, next: string): Access | undefined {
  if (word === "--privileged" || word === "--privileged=true") return "privileged";
  if (/^--(?:pid|ipc|network|net|userns|uts)=host$/.test(word) && !/network|net|uts/.test(word))
    return "host-namespace";
  if (/^--(?:pid|ipc|userns)$/.test(word) && next === "host") return "host-namespace";
  const mount = /^(?:-v|--volume|--mount)$/.test(word)
    ? next
    : /^(?:-v|--volume=|--mount=)/.test(word)
      ? word
      : "";
  if (socket.test(mount)) return "docker-socket";
  if (/^(?:--volume=|-v=?)?\/:/.test(mount) || /(?:source|src)=\/,/.test(mount)) return "host-path";
  const capability = /^--cap-add$/.test(word) ? next : word.startsWith("--cap-add=") ? word.slice(10) : "";
  return /^(?:SYS_ADMIN|ALL|CAP_SYS_ADMIN)$/i.test(capability) ? "capability" : undefined;
}

function texts(value: Value | undefined): readonly Text[] {
  return items(value).filter((item): item is Text => item.kind === "text");
}

const fact = (place: Value, access: Access, about: string): HostAccess => ({
  kind: "host-access",
  extent: { at: place.at, end: place.end },
  access,
  about: about.slice(0, 500),
  proof: "proven",
});

/** A service of a Compose file. */
function compose(service: Value, name: string): readonly HostAccess[] {
  const about = [
    name,
    str(get(service, "image")),
    str(get(service, "container_name")),
    str(get(service, "command")),
  ].join(" ");
  const found: HostAccess[] = [];
  for (const volume of items(get(service, "volumes"))) {
    const source = volume.kind === "text" ? volume.value : (str(get(volume, "source")) ?? "");
    if (socket.test(source)) found.push(fact(volume, "docker-socket", about));
    else if (/^\/:/.test(source) || source === "/") found.push(fact(volume, "host-path", about));
  }
  const privileged = get(service, "privileged");
  if (isTrue(privileged) && privileged) found.push(fact(privileged, "privileged", about));
  for (const key of ["pid", "ipc", "network_mode"] as const) {
    const mode = get(service, key);
    if (mode && str(mode) === "host" && key !== "network_mode")
      found.push(fact(mode, "host-namespace", about));
  }
  for (const capability of texts(get(service, "cap_add")))
    if (/^(?:SYS_ADMIN|ALL)$/i.test(capability.value)) found.push(fact(capability, "capability", about));
  return found;
}

/** A pod's specification. */
function pod(spec: Value, name: string): readonly HostAccess[] {
  const found: HostAccess[] = [];
  const containers = [...items(get(spec, "containers")), ...items(get(spec, "initContainers"))];
  const about = [
    name,
    ...containers.flatMap((container) => [
      str(get(container, "name")) ?? "",
      str(get(container, "image")) ?? "",
    ]),
  ].join(" ");
  for (const container of containers) {
    const privileged = under(container, "securityContext", "privileged");
    if (privileged && isTrue(privileged)) found.push(fact(privileged, "privileged", about));
    for (const capability of texts(under(container, "securityContext", "capabilities", "add")))
      if (/^(?:SYS_ADMIN|ALL)$/i.test(capability.value)) found.push(fact(capability, "capability", about));
  }
  for (const key of ["hostPID", "hostIPC", "hostNetwork"] as const) {
    const value = get(spec, key);
    if (value && isTrue(value) && key !== "hostNetwork") found.push(fact(value, "host-namespace", about));
  }
  for (const volume of items(get(spec, "volumes"))) {
    const path = under(volume, "hostPath", "path");
    const word = str(path);
    if (path && word && socket.test(word)) found.push(fact(path, "docker-socket", about));
    else if (path && word === "/") found.push(fact(path, "host-path", about));
  }
  return found;
}

function options(words: readonly Text[], about: string): readonly HostAccess[] {
  return words.flatMap((word, index) => {
    const access = ofOption(word.value, words[index + 1]?.value ?? "");
    return access
      ? [
          fact(
            access === "privileged" || word.value.includes("=") ? word : (words[index + 1] ?? word),
            access,
            about,
          ),
        ]
      : [];
  });
}

/** A container that code starts: `client.containers.run(…)`, `docker.createContainer({ HostConfig: … })`. */
function started(call: Value & { kind: "call" }): readonly HostAccess[] {
  const isSdk = /(?:^|\.)containers\.(?:run|create)$|(?:^|\.)createContainer$/.test(call.callee);
  if (!isSdk) return [];
  const host = get(call, "HostConfig") ?? call;
  const about = [str(call.args[0]), str(get(call, "image", "Image", "name"))].join(" ");
  const privileged = get(host, "privileged", "Privileged");
  const volumes = get(host, "volumes", "Binds");
  const mounts = [
    ...entriesOf(volumes).map((entry) => ({ ...text(entry.key, entry.value), at: entry.at })),
    ...texts(volumes),
  ];
  const mounted = mounts.flatMap((mount): HostAccess[] =>
    socket.test(mount.value)
      ? [fact(mount, "docker-socket", about)]
      : /^\/(?::|$)/.test(mount.value)
        ? [fact(mount, "host-path", about)]
        : [],
  );
  return privileged && isTrue(privileged) ? [fact(privileged, "privileged", about), ...mounted] : mounted;
}

/** Host access below the root. `commands`: those of the document, for `docker run`. */
export function hostAccess(root: Value, path: string, commands: readonly Command[]): readonly HostAccess[] {
  const found: HostAccess[] = [];
  const isCompose =
    /(?:compose|docker-stack)[\w.-]*\.ya?ml$/i.test(path) || get(root, "services") !== undefined;
  walk(root, (value, trail) => {
    if (value.kind === "call") found.push(...started(value));
    if (value.kind !== "dict") return undefined;
    if (str(get(value, "kind")) === "CustomResourceDefinition") return false;
    if (isCompose && nearestKey(trail) !== "" && trail?.up?.key === "services" && trail.up.up === undefined)
      found.push(...compose(value, trail.key));
    if (
      get(value, "containers") &&
      (nearestKey(trail) === "spec" ||
        nearestKey(trail) === "template" ||
        nearestKey(trail) === "podTemplate")
    )
      found.push(...pod(value, podName(trail)));
    if (/devcontainer\.json$/.test(path) && trail === undefined) {
      found.push(...options(texts(get(value, "runArgs")), "devcontainer"));
      for (const mount of texts(get(value, "mounts")))
        if (socket.test(mount.value)) found.push(fact(mount, "docker-socket", "devcontainer"));
      const privileged = get(value, "privileged");
      if (privileged && isTrue(privileged)) found.push(fact(privileged, "privileged", "devcontainer"));
    }
    return undefined;
  });
  for (const command of commands) {
    if (command.program !== "docker" && command.program !== "podman") continue;
    const words = command.args.filter((argument): argument is Text => argument.kind === "text");
    if (words.some((word) => /^(?:run|create)$/.test(word.value)))
      found.push(
        ...options(words, `${keys(command.trail).join(" ")} ${words.map((word) => word.value).join(" ")}`),
      );
  }
  return found;
}

function podName(trail: Trail | undefined): string {
  const owner = above(
    trail,
    (value) => get(value, "metadata") !== undefined && get(value, "kind") !== undefined,
  );
  const labels = entriesOf(under(owner, "metadata", "labels")).map((entry) => str(entry.value) ?? "");
  return [str(under(owner, "metadata", "name")), ...labels].join(" ");
}
