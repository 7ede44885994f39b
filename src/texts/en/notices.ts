export const notices = {
  paper: {
    recordedNotRead: 'The run recorded with the page could not be read: {reason}',
    stopped: '{reason} What was finished is kept.',
    whatIf: {
      notReady: 'Model, engine or digits are not ready yet; try again in a moment.',
      noLicences: 'The model in use has no valid licences yet: make some on Licences first.',
    },
  },
} as const;
