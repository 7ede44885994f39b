/** On a phone what a list chooses stands below it: brings it into view where it is out of sight, and leaves the page alone where it is not. */
export function showBelow(place: HTMLElement | null): void {
  if (place && place.getBoundingClientRect().top > 0.6 * window.innerHeight) place.scrollIntoView();
}
