// Runs all cells of a notebook that `workbook lab` copied when it is opened, and saves it; and puts code
// that the panel offers into a new cell below the one in front.
//
// JupyterLab has no setting for this. What follows is the form in which it loads a prebuilt extension:
// a container under the extension's name, whose `get` returns the module with the plugin. Only public
// objects are used (shell, commands, the notebook's context and session), so that nothing has to be built.
(() => {
  const opened = new WeakSet();

  // Whether its results are shown and its kernel has made them, as when the page is loaded again.
  async function computed(panel, kernel) {
    const cells = panel.content.model.toJSON().cells;
    if (!cells.some(cell => cell.execution_count)) return false;
    const reply = await kernel.requestExecute({ code: "", silent: true }).done;
    return reply.content.execution_count > 0;
  }

  async function compute(app, panel) {
    if (!panel || !panel.sessionContext || !panel.context || opened.has(panel)) return;
    opened.add(panel);
    await panel.context.ready;
    const about = panel.context.model.getMetadata && panel.context.model.getMetadata("workbook");
    if (!about || !about.compute) return;
    await panel.sessionContext.ready;
    const session = panel.sessionContext.session;
    if (!session || !session.kernel || (await computed(panel, session.kernel))) return;
    if (app.shell.currentWidget !== panel) {
      opened.delete(panel); // the command works on the notebook in front; this one waits until it is
      return;
    }
    const done = app.commands.execute("notebook:run-all-cells");
    // The command goes to the last cell; a reader begins at the first.
    panel.content.activeCellIndex = 0;
    await panel.content.scrollToItem(0, "start");
    await done;
    await panel.context.save(); // else the tab counts as unsaved, and the page loaded again shows nothing
  }

  async function insert(app, code) {
    await app.commands.execute("notebook:insert-cell-below");
    const cell = app.shell.currentWidget.content.activeCell;
    cell.model.sharedModel.setSource(code);
    await cell.ready;
    cell.node.scrollIntoView({ block: "nearest" });
  }

  const plugin = {
    id: "media-workbook:compute",
    autoStart: true,
    activate: app => {
      const look = () => compute(app, app.shell.currentWidget).catch(error => console.error("workbook:", error));
      app.shell.currentChanged.connect(look);
      app.restored.then(look);
      document.documentElement.dataset.mediaWorkbook = "here";
      document.addEventListener("media-workbook:insert", event => insert(app, event.detail));
    },
  };

  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB["media-workbook"] = {
    init: () => {},
    get: () => Promise.resolve(() => ({ __esModule: true, default: plugin })),
  };
})();
