/* What the page gives the modules: Dash's scripts come before them. */

/** What a panel shows: an element as [name, properties, children], or a text. */
export type Drawn = string | number | boolean | null | DrawnElement;
export type DrawnElement = [name: string, properties: Record<string, unknown>, children: Drawn[]];

declare global {
  interface ReactRoot {
    render: (element: unknown) => void;
    unmount: () => void;
  }
  interface Plotly {
    Icons: Record<string, unknown>;
    react: (place: HTMLElement, data: unknown[], layout: object, configuration: object) => Promise<unknown>;
    relayout: (place: HTMLElement, changes: Record<string, unknown>) => Promise<unknown>;
    purge: (place: HTMLElement) => void;
    downloadImage: (figure: object, wanted: { format: string; filename: string; scale: number }) => Promise<string>;
  }
  interface PlotlyPlace extends HTMLElement {
    on(event: "plotly_selected", handler: (chosen: { range?: { x: number[] } } | undefined) => void): void;
    on(event: "plotly_click", handler: (clicked: { points: { x: number; y: number }[]; event: MouseEvent }) => void): void;
  }
  interface Window {
    /** Defined by plotly.js once it is loaded. */
    Plotly: Plotly;
    /** Defined by the page's one inline script. */
    startDash: () => void;
    dash_clientside: { set_props: (id: string, properties: Record<string, unknown>) => void };
    React: { createElement: (name: string, properties: Record<string, unknown>, ...children: unknown[]) => unknown };
    ReactDOM: { createRoot: (place: Element) => ReactRoot; flushSync: (change: () => void) => void };
  }
}
