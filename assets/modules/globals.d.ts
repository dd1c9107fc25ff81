/* What the page gives the modules: Dash's scripts come before them. */

export {};

declare global {
  interface Window {
    /** Defined by the page's one inline script. */
    startDash: () => void;
    dash_clientside: { set_props: (id: string, properties: Record<string, unknown>) => void };
  }
}
