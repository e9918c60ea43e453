/** Calls of frameworks that rules look at: tools that run code or commands, file and database toolkits, executors. */
import { type Bindings, resolve, withConstants } from "../bindings.ts";
import { guards, spoken } from "../commands.ts";
import { declaredNames } from "../imported.ts";
import { type Entry, type Trail, type Value, walk } from "../value.ts";
import type { FrameworkCall } from "./fact.ts";
import { bounded } from "./settings.ts";

/** Last parts of callees that some rule looks at. */
export const watchedCalls: ReadonlySet<string> = new Set([
  // code and shells
  "PythonREPLTool",
  "PythonAstREPLTool",
  "PythonREPL",
  "PythonReplTool",
  "ShellTool",
  "BashProcess",
  "ShellToolMiddleware",
  "HostExecutionPolicy",
  "LocalCommandLineCodeExecutor",
  "LocalJupyterServer",
  "JupyterCodeExecutor",
  "LocalShellTool",
  "CodeInterpreterTool",
  "CodeInterpreterToolSpec",
  "UnsafeLocalCodeExecutor",
  "ExecuteBashTool",
  "ShellTools",
  "PythonTools",
  "LocalShellBackend",
  "LocalSandbox",
  "LocalPythonExecutor",
  "CodeAgent",
  "CodeActAgent",
  "CodeExecutorAgent",
  "PythonCodeExecutionTool",
  "TerminalToolkit",
  "CodeExecutionToolkit",
  "AutonomousAgent",
  "LocalCodeExecutor",
  "shellTool",
  "localShellTool",
  "get_shell_tool",
  "LocalWorkspace",
  "BashTool",
  "TerminalTool",
  "PythonInterpreter",
  "codexTool",
  "codex_tool",
  "Codex",
  "startThread",
  "create_pandas_dataframe_agent",
  "create_csv_agent",
  "create_python_agent",
  "create_spark_dataframe_agent",
  "load_tools",
  // files
  "FileManagementToolkit",
  "FileTools",
  "LocalFileSystem",
  "FilesystemBackend",
  "ReadFileTool",
  "WriteFileTool",
  "LocalFileSystemToolkit",
  // databases
  "from_uri",
  "create_sql_agent",
  "SQLDatabaseToolkit",
  "SQLTools",
  "SqlDatabase",
  "fromDataSourceParams",
  "createSqlAgent",
  // browsers
  "BrowserConfig",
  "BrowserProfile",
  "BrowserSession",
  "Browser",
  // toolkits
  "get_tools",
  "getTools",
  "GmailToolkit",
  "GitHubToolkit",
  "JiraToolkit",
  "O365Toolkit",
  "SlackToolkit",
  "ComposioToolSet",
  "McpToolset",
  "MCPToolset",
  // approvals
  "HostedMCPTool",
  "hostedMcpTool",
  "MCPTool",
  "McpTool",
  "set_approval_mode",
  "MCPStreamableHTTPTool",
  "MCPStdioTool",
  "HumanInTheLoopMiddleware",
  "humanInTheLoopMiddleware",
  "ConversableAgent",
  "UserProxyAgent",
  "create_deep_agent",
  "createDeepAgent",
  "approveAll",
  // AWS
  "create_code_interpreter",
  "create_browser",
  "CreateCodeInterpreterCommand",
  "create_agent_runtime",
  "createAgentRuntime",
  "create_gateway",
  "CreateGatewayCommand",
  // identities
  "with_subject",
]);

const last = (callee: string) => callee.slice(callee.lastIndexOf(".") + 1);

function filled(entries: readonly Entry[], bindings: Bindings): readonly Entry[] {
  return entries.map((entry) => ({ ...entry, value: given(entry.value, bindings) }));
}

/** What an argument is, with the constants of the file in the places that a text leaves for them. */
const given = (value: Value, bindings: Bindings): Value =>
  bounded(withConstants(resolve(value, bindings), bindings));

/** `imports`: local names to modules. */
export function frameworkCalls(
  root: Value,
  bindings: Bindings,
  imports: ReadonlyMap<string, string>,
): readonly FrameworkCall[] {
  const found: FrameworkCall[] = [];
  const own = declaredNames(root, imports);
  walk(root, (value, trail) => {
    if (value.kind !== "call") return undefined;
    const callee = last(value.callee);
    if (!watchedCalls.has(callee) || own.has(value.callee) || spoken(trail)) return undefined;
    const [root_ = ""] = value.callee.split(".");
    const call = {
      ...value,
      args: value.args.map((argument) => given(argument, bindings)),
      entries: filled(value.entries, bindings),
    };
    found.push({
      kind: "framework-call",
      extent: { at: value.at, end: value.end },
      callee,
      call,
      on: madeBy(value, bindings),
      from: imports.get(root_) ?? imports.get(value.callee) ?? "",
      within: within(trail),
      guards: guards(trail),
      proof: "proven",
    });
    return undefined;
  });
  return found;
}

/** The constructor behind a method's object: `GmailToolkit().get_tools()`, or a variable that holds one. */
function madeBy(call: Value & { kind: "call" }, bindings: Bindings): string {
  const dot = call.callee.lastIndexOf(".");
  const [first] = call.args;
  const receiver =
    dot === 0
      ? first
      : dot > 0
        ? bindings.get(call.callee.slice(0, dot).replace(/^(?:this|self)\./, ""))
        : undefined;
  if (receiver?.kind === "call") return last(receiver.callee);
  return dot > 0 ? call.callee.slice(0, dot) : "";
}

function within(trail: Trail | undefined): string {
  for (let step = trail; step; step = step.up) {
    if (step.value.kind === "call") return last(step.value.callee);
    if (step.value.kind === "scope") return "";
  }
  return "";
}
