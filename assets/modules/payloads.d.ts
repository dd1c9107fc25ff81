/* Written by `make declarations` from the payloads of Python. Do not edit. */

export type FreshnessStatus = "fresh" | "late" | "broken" | "empty" | "static";

export type ListCell = [string, string | number];

export interface ListRow {
  class: string;
  cells: ([string, string | number])[];
  href?: string;
  code?: string;
  title?: string;
  condition?: string;
  also?: string;
  current?: boolean;
  plain?: boolean;
  number?: string;
}

export interface SourceFreshness {
  name: string;
  kind: "events" | "steps" | "units" | "devices" | "calls" | "partners" | "readings";
  status: "fresh" | "late" | "broken" | "empty" | "static";
  watermark: string | null;
  last_load: string | null;
  late_since: string | null;
  title?: string;
}

export interface NewestEvent {
  id: string;
  title: string | null;
  category: string | null;
  channel: string | null;
  department: string | null;
  auto_dispatched: boolean | null;
  area_code: string;
  area_name: string;
  reported_at: string;
  lon: number | null;
  lat: number | null;
}

export interface WallSteering {
  serial: number;
  who: string;
  until: string;
  scene: string;
  area: string;
  kpi: string;
  steps: number;
  paused: boolean;
}

export interface News {
  version: number;
  as_of: string;
  stamp: string;
  area: string;
  release: string;
  sources: (SourceFreshness)[];
  freshness: "fresh" | "late" | "broken" | "empty" | "static";
  reports: number;
  changed: boolean;
  newest: (NewestEvent)[];
  steering?: WallSteering;
}

export type AreaName = [number, string, number, number, number, number];

export type LegendClass = [number, string];

export interface MapWords {
  tiles_failed: string;
  north: string;
  measure: string;
  measure_hint: string;
  distance: string;
  area: string;
}

export interface CellValues {
  level: number;
  status: string;
  shades: string;
  legend: ([number, string])[];
  breaks: (number)[];
  placed: number;
  not_placed: number;
  total: number;
}

export interface CellSettings {
  version: string;
  bounds: [[number, number], [number, number]];
  zooms: [number, number];
  metres: (number)[];
  child: number;
  level: number | null;
  chosen: [number, number];
  values: string;
  spot: string;
  painted: CellValues | null;
}

export interface LayerButton {
  key: string;
  name: string;
  on: boolean;
  href: string;
  missed: string;
  computing: string;
  data: string | null;
}

export interface NoteMark {
  lat: number;
  lon: number;
  lines: (string)[];
  label: string;
  href: string;
}

export interface MapPanel {
  area: string;
  outlines: string;
  outlines_of: string;
  values: Record<string, [number, string]>;
  up: string | null;
  down: string | null;
  place: string;
  zoom: [string, string];
  search: string;
  number: string;
  cells: CellSettings;
  layers: (LayerButton)[];
  layers_name: string;
  land: string;
  words: MapWords;
  notes: (NoteMark)[];
}

export interface Spot {
  code: string;
  name: string;
  path: (string)[];
  value: string;
  n: string;
  leaf: boolean;
}

export interface HeatChoice {
  name: string;
  href: string;
  on: boolean;
}

export interface HeatLegend {
  title: string;
  classes: ([number, string])[];
  choices: (HeatChoice)[];
  notes: (string)[];
  total: string;
}

export interface HeatAnswer {
  depth: number;
  x: number;
  y: number;
  width: number;
  height: number;
  step: number;
  classes: number;
  values: string;
  radius: number;
  breaks: (number)[];
  with_point: number;
  without_point: number;
  total: number;
  legend: HeatLegend;
}

export type StateWords = [string, string, string];

export type UnitCluster = [number, number, number, number, number];

export type DeviceKindCounts = (number)[];

export type DeviceArea = [string, number, number, ((number)[])[]];

export type DeviceCluster = (number)[];

export type PointCluster = [number, number, number, number, number];

export type ComparisonRow = [string, ([string, string])[]];

export interface PointsWords {
  title: string;
  total: string;
  without?: string;
  cluster?: string;
  one?: string;
  close?: string;
  more?: string;
  csv?: string;
  failed?: string;
  asking?: string;
}

export interface PointsAnswer {
  depth: number;
  clusters: ([number, number, number, number, number])[];
  in_sight: number;
  with_point: number;
  without_point: number;
  total: number;
  known: string | null;
  words: PointsWords;
}

export interface ListedCase {
  source: string;
  id: string;
  title: string;
  time: string;
  status: string;
  area: string;
}

export interface CaseListPage {
  n: number;
  title: string;
  cases: (ListedCase)[];
  next: string | null;
  csv: string;
}

export interface KindLine {
  sign: string;
  text: string;
  title: string;
  href: string;
  on: boolean;
}

export interface FleetNumbers {
  placed: number;
  not_placed: number;
  states: (number)[];
}

export interface FleetLegend {
  title: string;
  kinds: (KindLine)[];
  notes: (string)[];
  signs: ([string, string])[];
  numbers?: FleetNumbers;
}

export interface FleetUnknown {
  known: false;
  legend: FleetLegend;
}

export interface UnitKind {
  name: string;
  sign: string;
  shape: string;
  ttl: number | null;
}

export interface UnitMarks {
  unit: (string)[];
  kind: (number)[];
  state: (number)[];
  lon: (number)[];
  lat: (number)[];
  heading: (number | null)[];
  seen: (number | null)[];
  home: (number)[];
  homes: (string)[];
}

export interface UnitsWords {
  seen: string;
  unseen: string;
  never: string;
  home: string;
  group: string;
}

export interface UnitsKnown {
  known: true;
  reports: number;
  at: number;
  zone: string;
  kinds: (UnitKind)[];
  states: ([string, string, string])[];
  marks: UnitMarks | null;
  clusters: ([number, number, number, number, number])[] | null;
  depth: number;
  legend: FleetLegend;
  words: UnitsWords;
}

export type UnitsAnswer = UnitsKnown | FleetUnknown;

export interface DeviceMarks {
  device: (string)[];
  kind: (number)[];
  state: (number)[];
  lon: (number)[];
  lat: (number)[];
  owner: (number)[];
  owners: (string)[];
  heartbeat: (number | null)[];
}

export interface DevicesWords {
  heard: string;
  unheard: string;
  all: string;
  group: string;
}

export interface DevicesKnown {
  known: true;
  reports: number;
  at: number;
  zone: string;
  kinds: ([string, string])[];
  states: ([string, string, string])[];
  areas: ([string, number, number, ((number)[])[]])[] | null;
  marks: DeviceMarks | null;
  clusters: ((number)[])[] | null;
  depth: number;
  words: DevicesWords;
  legend: FleetLegend;
}

export type DevicesAnswer = DevicesKnown | FleetUnknown;

export interface Outline {
  type: "Polygon" | "MultiPolygon";
  coordinates: (any)[];
}

export interface SpecialGrid {
  code: string;
  name: string;
  kind: string;
  key: boolean;
  outline: Outline;
}

export interface ComparisonWords {
  compare: string;
  remove: string;
  close: string;
}

export interface SpecialComparison {
  names: (string)[];
  rows: ([string, ([string, string])[]])[];
  words: ComparisonWords;
  close: string;
}

export interface SpecialHead {
  total: number;
  seen: number;
  shown: number;
  chosen: (string)[];
  bounds: [number, number, number, number] | null;
  choose: string;
  add: string | null;
  without: Record<string, string>;
  place: string;
  legend: (string)[];
  compare: SpecialComparison | null;
}

export interface SpecialAnswer {
  total: number;
  seen: number;
  shown: number;
  chosen: (string)[];
  bounds: [number, number, number, number] | null;
  choose: string;
  add: string | null;
  without: Record<string, string>;
  place: string;
  legend: (string)[];
  compare: SpecialComparison | null;
  grids: (SpecialGrid)[];
}

export interface HotSpotDrawn {
  code: string;
  said: string;
  href: string;
  number: string;
  outline: Outline;
}

export interface HotSpotsDrawn {
  total: number;
  spots: (HotSpotDrawn)[];
  legend: (string)[];
  notes: (string)[];
}

export interface RepeatSpotDrawn {
  name: string;
  lat: number;
  lon: number;
  n: number;
  open: number;
  quarters: number;
  said: (string)[];
  href: string;
}

export interface RepeatSpotsDrawn {
  total: number;
  spots: (RepeatSpotDrawn)[];
  lasting: (string)[];
  legend: (string)[];
  notes: (string)[];
}

export interface SparkChart {
  kind: "spark";
  values: (number | null)[];
  settled: [number, number];
  breaks: (number)[];
}

export interface FigureNote {
  first: number;
  last: number;
  text: string;
}

export interface FigureTarget {
  value: number;
  text: string;
}

export interface FigureBreak {
  step: number;
  at: number;
  label: string;
  text: string;
}

export interface TrendChart {
  kind: "trend";
  values: (number | null)[];
  labels: (string)[];
  texts: (string)[];
  low: number;
  high: number;
  ticks: ([number, string])[];
  partial: boolean;
  settled: [number, number];
  period: [number | null, number | null];
  numbers: (string)[];
  notes: (FigureNote)[];
  target: FigureTarget | null;
  breaks: (FigureBreak)[];
}

export interface HoursChart {
  kind: "hours";
  values: (number | null)[];
  texts: (string)[];
  labelled: (number)[];
  links: (string)[];
  chosen: (number)[];
  numbers: (string)[];
  faint: boolean;
}

export type Chart = SparkChart | TrendChart | HoursChart;

export interface SavedWords {
  name: string;
  text: string;
  save: string;
  place: string;
  in_area: string;
  at_point: string;
  pick: string;
  picking: string;
  lon: string;
  lat: string;
  begins: string;
  ends: string;
  saved: string;
  failed: string;
}

export interface ViewForm {
  kind: "view";
  address: string;
  longest: number;
  words: SavedWords;
}

export interface NoteForm {
  kind: "note";
  area: string;
  area_name: string;
  start: string;
  end: string;
  longest: number;
  words: SavedWords;
}

export type SavedForm = ViewForm | NoteForm;

export interface ShareWords {
  lasts: string;
  make: string;
  made: string;
  link: string;
  copy: string;
  copied: string;
  failed: string;
}

export interface ShareTime {
  hours: number;
  name: string;
}

export interface ShareForm {
  address: string;
  zone: string;
  times: (ShareTime)[];
  words: ShareWords;
}

export interface NewestSettings {
  as_of: string;
  zone: string;
  count: number;
  known: (string)[];
  channels: Record<string, string>;
  unknown: string;
  untitled: string;
  automatic: string;
  case_link: string | null;
  case: string;
  with_news: boolean;
  events: (NewestEvent)[];
}

export interface FreshnessWords {
  fresh: string;
  late: string;
  broken: string;
  empty: string;
  static: string;
  all_fresh: string;
  all_empty: string;
  all_static: string;
  silent: string;
  several: string;
  since: string;
  seconds: string;
  minutes: string;
  hours: string;
  days: string;
  comma: string;
}

export interface FreshnessSettings {
  zone: string;
  sources: (SourceFreshness)[];
  titles: Record<string, string>;
  words: FreshnessWords;
}

export interface ReplayWords {
  label: string;
  play: string;
  pause: string;
  speed: string;
  moment: string;
  known: string;
  known_title: string;
  back: string;
  close: string;
  now: string;
  keys: string;
}

export interface ReplaySettings {
  start: number;
  end: number;
  days: string;
  zone: string;
  speeds: (number)[];
  words: ReplayWords;
}

export interface LoadWords {
  choose: string;
  drop: string;
  sending: string;
  looking: string;
  loading: string;
  loaded_so_far: string;
  chosen: string;
  another: string;
  options: string;
  source: string;
  source_hint: string;
  zone: string;
  zone_hint: string;
  crs_hint: string;
  crs: string;
  encoding: string;
  delimiter: string;
  sheet: string;
  header_row: string;
  day_order: string;
  as_found: string;
  day_first: string;
  month_first: string;
  tab: string;
  look_again: string;
  columns_title: string;
  rows_title: string;
  load: string;
  not_loadable: string;
  unused: string;
  key: string;
  key_hint: string;
  go_on: string;
  failed: string;
}

export interface LoadRoles {
  title: string;
  roles: ((string)[])[];
}

export interface LoadSettings {
  sources: (string)[];
  source: string;
  zone: string;
  systems: (string)[];
  encodings: (string)[];
  delimiters: (string)[];
  roles: (LoadRoles)[];
  words: LoadWords;
}

export interface LoadPoint {
  number: number;
  lon: number;
  lat: number;
  is_used: boolean;
}

export interface LoadPreview {
  outlines: string;
  points: (LoadPoint)[];
  none: string;
}

export interface AlarmFormWords {
  choose: string;
  state: string;
  unit: string;
  minutes: string;
  text: string;
  save: string;
  saved: string;
  failed: string;
}

export interface AlarmSnooze {
  minutes: number;
  name: string;
}

export interface AlarmForm {
  states: Record<string, string>;
  snoozes: (AlarmSnooze)[];
  longest: number;
  longest_unit: number;
  words: AlarmFormWords;
}

export interface CaseActWords {
  act_on: string;
  act_kind: string;
  act_unit: string;
  act_state: string;
  act_text: string;
  act_time: string;
  act_keep: string;
  act_kept: string;
  act_close: string;
  act_failed: string;
}

export interface CaseActKind {
  key: string;
  name: string;
  states: ([string, string])[];
  timed: boolean;
  for_unit: boolean;
}

export interface CaseActForm {
  loop: string;
  kinds: (CaseActKind)[];
  longest: number;
  longest_unit: number;
  words: CaseActWords;
}

export interface BriefingFiles {
  asked: Record<string, string>;
  forms: ([string, string])[];
  words: Record<string, string>;
}

export type FieldKind = "select" | "text" | "number" | "date" | "textarea";

export interface ActField {
  name: string;
  label: string;
  kind: "select" | "text" | "number" | "date" | "textarea";
  options: ([string, string])[];
  longest: number;
  value: string;
}

export interface ActForm {
  address: string;
  fixed: Record<string, string>;
  title: string;
  fields: (ActField)[];
  keep: string;
  kept: string;
  failed: string;
}

export interface FigureWords {
  png: string;
  svg: string;
  zoom: string;
  brush: string;
  reset: string;
  across: string;
  read: string;
  chosen: string;
}

export type SeriesRole = "chosen" | "before" | "part";

export interface FigureSeries {
  name: string;
  role: "chosen" | "before" | "part";
  values: (number | null)[];
  texts: (string)[];
  numbers: (string)[];
  settled: [number, number];
}

export interface FigureBand {
  name: string;
  low: (number | null)[];
  high: (number | null)[];
  texts: (string)[];
  outside: (number)[];
}

export interface LinesFigure {
  kind: "lines";
  revision: string;
  title: string;
  note: string;
  labels: (string)[];
  names: (string)[];
  spans: ([string, string])[];
  series: (FigureSeries)[];
  low: number;
  high: number;
  ticks: ([number, string])[];
  partial: boolean;
  period: [number | null, number | null];
  stacked: boolean;
  target: FigureTarget | null;
  normal: FigureBand | null;
  brush: string;
  notes: (FigureNote)[];
  breaks: (FigureBreak)[];
  words: FigureWords;
}

export interface HeatFigure {
  kind: "heat";
  revision: string;
  title: string;
  labels: (string)[];
  names: (string)[];
  values: ((number | null)[])[];
  texts: ((string)[])[];
  conditions: [(string)[], (string)[]];
  chosen: [(number)[], (number)[]];
  numbers: ((string)[])[];
  ticks: ([number, string])[];
  faint: boolean;
  words: FigureWords;
}

export interface FigureMark {
  at: number;
  text: string;
}

export interface BarsFigure {
  kind: "bars";
  revision: string;
  title: string;
  labels: (string)[];
  values: (number | null)[];
  written: (string)[];
  texts: (string)[];
  faint: (boolean)[];
  conditions: (string | null)[];
  chosen: (number)[];
  numbers: (string)[];
  marks: (FigureMark)[];
  across: boolean;
  high: number;
  words: FigureWords;
}

export type Figure = LinesFigure | HeatFigure | BarsFigure;

export interface SceneTurn {
  key: string;
  dwell_s: number;
  totals: boolean;
  is_due: boolean;
  places: (string)[];
  panels: (string)[];
}

export interface WallAlarm {
  key: string;
  severity: string;
  scene: string;
  title: string;
  said: string;
  areas: (string)[];
  at: [number, number] | null;
}

export interface SceneTurns {
  shown: string;
  stands: boolean;
  paused: string;
  back: string;
  steered: string;
  somebody: string;
  steered_until: string;
  idle_s: number;
  page_s: number;
  jump_s: number;
  apart_s: number;
  alarm: WallAlarm | null;
  scenes: (SceneTurn)[];
}

export interface UnattendedWall {
  zone: string;
  dim_from: string;
  dim_until: string;
  dim_percent: number;
  shift_pixels: number;
  shift_minutes: number;
  memory_mb: number;
  silent: string;
}

export interface RollCallWords {
  why: string;
  call: string;
  remark: string;
  answer: string;
  clear: string;
  saved: string;
  failed: string;
}

export interface RollCallChoice {
  key: string;
  name: string;
}

export interface RollCallForm {
  area: string;
  levels: (RollCallChoice)[];
  longest: number;
  words: RollCallWords;
}

export interface ModeWords {
  why: string;
  until: string;
  to_emergency: string;
  to_normal: string;
  change: string;
  sure: string;
  saved: string;
  failed: string;
  no_reason: string;
}

export interface ModeForm {
  area: string;
  is_emergency: boolean;
  longest: number;
  words: ModeWords;
}

export type LimitState = "kept" | "late" | "running" | "overdue";

export interface CaseStatus {
  key: string;
  name: string;
}

export interface CaseStep {
  key: string;
  name: string;
  at: string;
  time: string;
  after: string;
  who: string;
  note: string;
}

export interface CaseLimit {
  key: string;
  due: string;
  began: string;
  done: string | null;
  elapsed_s: number;
  allowed_s: number;
  kept: "kept" | "late" | "running" | "overdue";
  name: string;
  taken: string;
  allowed: string;
  due_text: string;
  sign: string;
  said: string;
  share: number;
}

export interface CaseVersion {
  at: string;
  time: string;
  changes: (string)[];
  note: string;
  delivery: string;
}

export interface CaseNearby {
  name: string;
  kind: string;
  state: string;
  metres: number;
  distance: string;
  seen: string;
}

export interface CaseNear {
  things: "units" | "devices";
  title: string;
  rows: (CaseNearby)[];
  note: string;
  show: string;
}

export interface CaseCardWords {
  close: string;
  fly: string;
  steps: string;
  limits: string;
  versions: string;
  calendar: string;
  as_of: string;
  show: string;
  place: string;
  related: string;
  none_related: string;
}

export interface UnmaskWords {
  open: string;
  reason: string;
  recorded: string;
  show: string;
  cancel: string;
  in_clear: string;
  failed: string;
}

export interface CaseUnmask {
  words: UnmaskWords;
  longest: number;
}

export interface TextInClear {
  name: string;
  text: string;
}

export interface CaseInClear {
  texts: (TextInClear)[];
}

export interface CaseCard {
  id: string;
  title: string;
  text: string | null;
  status: CaseStatus;
  as_of: string;
  point: [number, number] | null;
  area: string;
  around: string;
  facts: ([string, string])[];
  steps: (CaseStep)[];
  limits: (CaseLimit)[];
  near: (CaseNear)[];
  versions: (CaseVersion)[];
  unmask: CaseUnmask | null;
  words: CaseCardWords;
}

export interface RelatedRow {
  source: string;
  id: string;
  title: string;
  place: string;
  status: string;
  time: string;
  point: [number, number] | null;
}

export interface RelatedGroup {
  relation: "matter" | "person" | "spot";
  title: string;
  n: number;
  note: string;
  rows: (RelatedRow)[];
}

export interface CaseRelated {
  groups: (RelatedGroup)[];
  metres: number;
}

export interface CaseSettingsWords {
  label: string;
  close: string;
  missing: string;
  failed: string;
}

export interface CaseSettings {
  ask: string;
  words: CaseSettingsWords;
}

export interface CaseTableRow {
  source: string;
  id: string;
  cells: Record<string, string>;
  open: boolean;
}

export interface CaseTablePage {
  n: number;
  title: string;
  said: string;
  note: string;
  rows: (CaseTableRow)[];
  previous: string | null;
  next: string | null;
  last: string | null;
  csv: string;
  xlsx: string;
}

export interface CaseTableColumn {
  key: string;
  name: string;
  sort: string | null;
  searched: boolean;
}

export interface CaseTableWords {
  label: string;
  close: string;
  search: string;
  columns: string;
  first: string;
  previous: string;
  next: string;
  last: string;
  csv: string;
  xlsx: string;
  refresh: string;
  none: string;
  asking: string;
  failed: string;
  sort: string;
  within: string;
}

export interface CaseTableSettings {
  listed: string;
  close: string;
  columns: (CaseTableColumn)[];
  usual: (string)[];
  words: CaseTableWords;
}

export interface SearchWords {
  label: string;
  placeholder: string;
  failed: string;
  none: string;
}

export interface SearchSettings {
  ask: string;
  words: SearchWords;
}

export interface SearchResult {
  code: string;
  name: string;
  path: string;
  kind: string;
  href: string;
}

export interface SearchGroup {
  key: string;
  name: string;
  results: (SearchResult)[];
}

export interface SearchAnswer {
  query: string;
  groups: (SearchGroup)[];
  understood: string;
  remarks: (string)[];
}

export interface ParameterConfig {
  name: string;
  default: string | null;
  dropped_by: (string)[];
}

export interface ScreenConfig {
  key: string;
  path: string;
  refresh_s: number;
  live: boolean;
  interactive: boolean;
  wall: boolean;
}

export interface BrowserConfig {
  parameters: (ParameterConfig)[];
  screens: (ScreenConfig)[];
  plotly: string;
}
