import { app, dialog } from '@microsoft/teams-js';

// Inside Teams: closes the dialog once the answer is in, and leaves the rest to the page.
void app.initialize().then(
  () => {
    if (document.querySelector('#received') !== null) dialog.url.submit({ done: true });
  },
  () => {
    // Not in Teams after all; the page says what to do.
  },
);
