/** Runs in the page: texts in sight whose contrast with what is behind them is below 4.5; of gradients the first colour counts. */
(() => {
  const pixel = document.createElement("canvas").getContext("2d", { willReadFrequently: true });

  function colour(css) {
    pixel.clearRect(0, 0, 1, 1);
    pixel.fillStyle = css;
    pixel.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = pixel.getImageData(0, 0, 1, 1).data;
    return { rgb: [red, green, blue], alpha: alpha / 255 };
  }

  const over = ({ rgb, alpha }, below) => rgb.map((part, at) => part * alpha + below[at] * (1 - alpha));

  function behind(element) {
    if (element === null) return [255, 255, 255];
    const { backgroundColor, backgroundImage } = getComputedStyle(element);
    const own = colour(/rgb\([^)]*\)/.exec(backgroundImage)?.[0] ?? backgroundColor);
    return own.alpha === 1 ? own.rgb : over(own, behind(element.parentElement));
  }

  function luminance(rgb) {
    const [red, green, blue] = rgb.map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }

  function contrast(element) {
    const back = behind(element);
    const front = over(colour(getComputedStyle(element).color), back);
    const [low, high] = [luminance(front), luminance(back)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  }

  const spoken = (element) =>
    [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim() !== "") &&
    element.checkVisibility() &&
    !element.closest(".hidden, script, noscript");

  return [...document.querySelectorAll("body *")]
    .filter((element) => spoken(element) && contrast(element) < 4.5)
    .map((element) => `${element.className || element.tagName} ${contrast(element).toFixed(2)}`);
})();
