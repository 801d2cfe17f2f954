/** Whether a reader can see the picture, as far as styles say. */
export function isShown(element: Element): boolean {
  if (
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true })
  ) {
    return true;
  }
  return (
    element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) &&
    element instanceof HTMLImageElement &&
    hasPaintedTwin(element)
  );
}

/** Some sites make the `<img>` transparent and paint the same picture as the background of its sibling. */
function hasPaintedTwin(image: HTMLImageElement): boolean {
  const twin = image.previousElementSibling;
  return (
    twin?.checkVisibility({ opacityProperty: true }) === true &&
    image.currentSrc !== '' &&
    getComputedStyle(twin).backgroundImage.includes(image.currentSrc)
  );
}
