/** What the browser gets first. Everything else is drawn by the script. */
export const PAGE_HTML = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content">
<meta name="color-scheme" content="light dark">
<title>Bellhop playground</title>
<link rel="icon" href="/page/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/page/style.css">
<script type="module" src="/page/script.js"></script>
</head>
<body>
<div id="page"></div>
<noscript>This page needs JavaScript. The same conversation runs in the terminal that started the playground.</noscript>
</body>
</html>
`;

/** A desk bell. */
export const PAGE_ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<rect width="32" height="32" rx="8" fill="#173f3a"/>
<path d="M16 7.5v2.2" stroke="#f0c46c" stroke-width="2.4" stroke-linecap="round"/>
<path d="M7.5 20.5a8.5 8.5 0 0 1 17 0z" fill="#f0c46c"/>
<path d="M6 23.8h20" stroke="#f0c46c" stroke-width="2.4" stroke-linecap="round"/>
</svg>
`;
