/** Whether a reader can see the picture, as far as styles say. */
export function isShown(image: HTMLImageElement): boolean {
  if (
    image.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true })
  ) {
    return true;
  }
  return (
    image.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) && hasPaintedTwin(image)
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
