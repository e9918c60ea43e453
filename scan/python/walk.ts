/**
 * A walk over the parser's tree. The parser's own cursor copies its state into the parser's memory and back for each
 * question; this one leaves it there, and asks the compiled functions themselves, which is several times faster.
 * Where they are not to be had, the parser's cursor does the same.
 */
import type { Tree } from "web-tree-sitter";

export interface Walk {
  readonly firstChild: () => boolean;
  readonly nextSibling: () => boolean;
  readonly parent: () => boolean;
  /** The number of the node's type. */
  readonly type: () => number;
  readonly isNamed: () => boolean;
  /** UTF-16 offsets. */
  readonly at: () => number;
  readonly end: () => number;
  /** The number of the field of its parent that it fills; 0 for none. */
  readonly field: () => number;
  /** Nothing may be asked afterwards. */
  readonly done: () => void;
}

/** A walk that stands at the root. `runtime` is what the parser was loaded into. No other walk may go on beside it. */
export function walkOf(tree: Tree, runtime: object): Walk {
  return directWalk(tree, runtime) ?? cursorWalk(tree);
}

function cursorWalk(tree: Tree): Walk {
  const cursor = tree.walk();
  return {
    firstChild: () => cursor.gotoFirstChild(),
    nextSibling: () => cursor.gotoNextSibling(),
    parent: () => cursor.gotoParent(),
    type: () => cursor.nodeTypeId,
    isNamed: () => cursor.nodeIsNamed,
    at: () => cursor.startIndex,
    end: () => cursor.endIndex,
    field: () => cursor.currentFieldId,
    done: () => cursor.delete(),
  };
}

type Ask = (tree: number) => number;

/** The functions read where the walk stands from one place in the parser's memory, and write it back there. */
function directWalk(tree: Tree, runtime: object): Walk | undefined {
  const address: unknown = Reflect.get(tree, 0);
  const ask = (name: string): Ask | undefined => {
    const found: unknown = Reflect.get(runtime, `_ts_tree_cursor_${name}_wasm`);
    return isAsk(found) ? found : undefined;
  };
  const begin = ask("new");
  const firstChild = ask("goto_first_child");
  const nextSibling = ask("goto_next_sibling");
  const parent = ask("goto_parent");
  const type = ask("current_node_type_id");
  const isNamed = ask("current_node_is_named");
  const at = ask("start_index");
  const end = ask("end_index");
  const field = ask("current_field_id");
  const done = ask("delete");
  if (
    typeof address !== "number" ||
    begin === undefined ||
    firstChild === undefined ||
    nextSibling === undefined ||
    parent === undefined ||
    type === undefined ||
    isNamed === undefined ||
    at === undefined ||
    end === undefined ||
    field === undefined ||
    done === undefined
  )
    return undefined;
  // Asking for the root leaves it where a walk begins.
  void tree.rootNode;
  begin(address);
  return {
    firstChild: () => firstChild(address) === 1,
    nextSibling: () => nextSibling(address) === 1,
    parent: () => parent(address) === 1,
    type: () => type(address),
    isNamed: () => isNamed(address) === 1,
    at: () => at(address),
    end: () => end(address),
    field: () => field(address),
    done: () => {
      done(address);
    },
  };
}

function isAsk(value: unknown): value is Ask {
  return typeof value === "function";
}
