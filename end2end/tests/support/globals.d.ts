// What the suite's own scripts leave on a page's window.
interface Window {
  /** Sum of the layout shifts since the page began. */
  layoutShift: number;
  /** When Enter was pressed last, in Unix milliseconds. */
  sentAt: number;
}
