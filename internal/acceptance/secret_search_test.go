package acceptance

import (
	"archive/zip"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"html"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// forms are the ways in which a secret may have been written down, apart from
// what [unescaped] undoes.
func forms(secret string) []string {
	quoted, _ := json.Marshal(secret)
	all := []string{secret}
	for _, sent := range []string{secret, strings.Trim(string(quoted), `"`)} {
		all = append(all, url.QueryEscape(sent), url.PathEscape(sent))
	}
	for _, user := range []string{"", "connect:", "admin@example.com/token:"} {
		all = append(all, base64.RawStdEncoding.EncodeToString([]byte(user+secret)), base64.RawURLEncoding.EncodeToString([]byte(user+secret)))
	}
	for i := range all {
		all[i] = unescaped(all[i])
	}
	slices.Sort(all)
	return slices.Compact(all)
}

var unicodeEscape = regexp.MustCompile(`\\+u00(22|26|27|3c|3e)`)

// unescaped is a text in which quotes, backslashes and the signs of HTML look the
// same, however often they were escaped: what they stand in is quoted in a log,
// in a plan, or as JSON in JSON.
func unescaped(text string) string {
	text = unicodeEscape.ReplaceAllStringFunc(text, func(escape string) string {
		sign, _ := hex.DecodeString(escape[len(escape)-2:])
		return string(sign)
	})
	return strings.ReplaceAll(html.UnescapeString(text), `\`, "")
}

// holdsNone searches every file in the workspace, plan files inside too, for
// forms of secrets.
func (w *workspace) holdsNone(secrets ...string) {
	w.account.t.Helper()
	search := func(name string, file []byte) {
		content := unescaped(string(file))
		for _, secret := range secrets {
			if at := strings.Index(content, secret); at >= 0 {
				w.account.t.Errorf("%s holds %q: …%s…", name, secret, content[max(0, at-80):min(len(content), at+80)])
			}
		}
	}
	files := 0
	err := filepath.WalkDir(w.dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		files++
		content, err := os.ReadFile(path)
		search(path, content)
		if archive, zipErr := zip.OpenReader(path); zipErr == nil {
			for _, file := range archive.File {
				inner, openErr := file.Open()
				if openErr != nil {
					return openErr
				}
				content, _ := io.ReadAll(inner)
				search(path+"/"+file.Name, content)
			}
			return archive.Close()
		}
		return err
	})
	if err != nil || files < 5 {
		w.account.t.Errorf("%d files searched: %v", files, err)
	}
}
