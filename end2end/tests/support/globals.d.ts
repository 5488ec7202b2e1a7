// What the suite's own scripts leave on a page's window.
interface Window {
  /** Layout shifts since the page began, with what moved. */
  layoutShifts: { value: number; moved: string[] }[];
  /** When Enter was pressed last, in Unix milliseconds. */
  sentAt: number;
}
