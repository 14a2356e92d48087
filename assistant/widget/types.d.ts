/** What the server sends (assistant/api/wire.py) and what the modules of the widget hand each other; for the type checker only. */

export type Mode = "bubble" | "inline" | "page";
export type Status = "answered" | "partial" | "no_match" | "not_in_sources" | "clarify" | "refused";
export type Verdict = "helpful" | "answer_wrong" | "evidence_wrong";

export interface Segment { id: number; text: string; kind: "fact" | "computed" | "caveat" | "advice"; citations: number[]; verdict: string }
export interface SourceRef { id: string; title: string; url: string | null; fetched_at: string; as_of: string | null }
export interface Citation {
  id: number; kind: "quote" | "row" | "set"; source: SourceRef; section: string;
  start: number; end: number; quote: string; row_id: string | null;
}
export interface Filter { field: string; op: string; value: Array<string | number> }
export interface Constraint extends Filter { turn?: number }
export interface Aggregate { function: string; of: string | null; group: string | null }
export interface Plan {
  route: string; description: string; filters: Filter[]; sort: { key: string; descending: boolean }[];
  limit: number | null; aggregate: Aggregate | null; residue: string[];
}
export interface Row {
  id: string; university: string; title: string; level: string; award: string | null; category: string | null;
  delivery: string[]; places: { city: string | null; region: string | null; country: string | null }[];
  duration: { value: number; unit: string; years: number } | null;
  price: number | null; currency: string | null; price_basis: string; citation?: number | null;
}
export interface Group { key: string; value: number; value_high: number | null; count: number }
export interface Result {
  rows: Row[]; runner_up: Row[]; nearest: Row[]; total_matched: number; total_known: number;
  left_out: { no_price: number; no_duration: number; no_delivery: number };
  value: number | null; value_high: number | null; groups: Group[];
  listings: { title: string; announced: number | null; held: number }[];
}
export interface Programs { rows: Row[]; total: number; index_version: string }
export interface Answer {
  id: string; conversation_id: string; status: Status; text: string; segments: Segment[]; citations: Citation[];
  plan: Plan; constraints: Constraint[]; result: Result | null;
  conflicts: { entity: string; attribute: string; citations: number[] }[];
  followups: string[]; clarify: string | null; model: { reader: string; composer: string };
  timings_ms: Record<string, number>; index_version: string;
}
export interface Page { id: string; title: string; url: string | null; fetched_at: string; as_of: string | null; text: string }
export interface Sent { name: string; data: any }
export interface Judged { verdict: Verdict; text: string }

/** One turn as it is kept in the browser. */
export interface Turn {
  question: string; shown?: string; before: Constraint[]; constraints?: Constraint[];
  events: Sent[]; ended?: string; detail?: string; judged?: Judged;
}

/** One chat as it is kept: when it was begun tells it apart; without turns, only to be erased on the server. */
export interface Kept { at: number; id: string | null; turns: Turn[] }

export type Say = (key: string, values?: Record<string, string | number>) => string;
export type Strings = Record<string, string | { one?: string; other: string }>;

export interface Format {
  number(value: number): string;
  date(value: string | number): string;
  price(row: Row): string | null;
  length(row: Row): string | null;
  perYear(row: Row): { text: string; from: string } | null;
  basis(row: Row): string;
  delivery(row: Row): string;
  places(row: Row): string;
  level(row: Row): string;
  condition(condition: Filter): string;
  list(parts: string[], type?: "conjunction" | "disjunction"): string;
}

/** What the parts of a conversation need of it. */
export interface Context {
  say: Say; format: Format;
  talk: { again(turn: Turn): void; edit(turn: Turn): void; judge(turn: Turn, judged: Judged): Promise<boolean> };
  ask(question: string): void;
  copy(text: string): void;
  announce(text: string): void;
  focus(): void;
  fresh(chat?: Kept): void;
  open(citation: Citation, turn: Turn, from: HTMLElement): void;
  preview: { show(citation: Citation | undefined, mark: HTMLElement): void; leave(): void };
  more(plan: Plan, sort: { key: string; descending: boolean } | null, offset: number): Promise<Programs>;
}

/** Properties of the element that are made in a loop, each with its attribute. */
declare module "./element.js" {
  interface GuidepostChat { mode: Mode; server: string; heading: string; theme: "auto" | "light" | "dark"; questions: string }
}
