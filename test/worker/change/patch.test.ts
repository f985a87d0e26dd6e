import { expect, test } from 'vitest';
import { linesOf } from '#worker/change/patch.ts';

const PATCH = `diff --git a/a.txt b/a.txt
--- a/a.txt
+++ b/a.txt
@@ -3 +3,2 @@ some context
-old
+new
+--- a/not/a/header
@@ -9,0 +11 @@
++++ b/nor/this
diff --git "a/odd\\tname" "b/odd\\tname"
new file mode 100644
--- /dev/null
+++ "b/odd\\tname"
@@ -0,0 +1,2 @@
+one
+@@ -1 +1 @@
\\ No newline at end of file
diff --git a/gone.txt b/gone.txt
--- a/gone.txt
+++ /dev/null
@@ -1 +0,0 @@
-gone
`;

test('each changed line has its file and number, whatever the lines themselves look like', () => {
  expect([...linesOf(PATCH)].map(({ path, sign, line, text }) => `${path}:${line} ${sign}${text}`)).toEqual([
    'a.txt:3 -old',
    'a.txt:3 +new',
    'a.txt:4 +--- a/not/a/header',
    'a.txt:11 ++++ b/nor/this',
    '"odd\\tname":1 +one',
    '"odd\\tname":2 +@@ -1 +1 @@',
    'gone.txt:1 -gone',
  ]);
});
