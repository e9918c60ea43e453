/** An engine's version and how it is had; see `engines.mjs`. */
export interface Engine {
  readonly version: string;
  readonly program: string;
  readonly by: string;
  readonly about: string;
}
export const engines: Readonly<
  Record<
    | "opa"
    | "cfn-lint"
    | "parliament"
    | "chromium"
    | "neovim"
    | "emacs"
    | "code-server"
    | "typespec"
    | "ast-grep"
    | "ai-bom"
    | "scopesafe-aibom"
    | "keycloak",
    Engine
  >
>;
export function cacheFolder(): string;
export function engineFolder(name: keyof typeof engines): string;
export function enginePath(name: keyof typeof engines): string | undefined;
