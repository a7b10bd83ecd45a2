package stellaconnect

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"time"
)

// isManager reports whether a request may manage users: it has the production key, and a
// JSON Web Token that the secret has signed just now (HS256), without "Bearer".
//
// https://docs.medallia.com/en/agent-connect/api/authentication
func isManager(r *http.Request) bool {
	test, known := whose(headerKey(r))
	return known && (!test || managedWithTestKey) && isSigned(r.Header.Get("Authorization"), time.Now())
}

func isSigned(token string, now time.Time) bool {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return false
	}
	var header struct{ Alg string }
	var claims struct{ Iat *int64 }
	if !decodePart(parts[0], &header) || !decodePart(parts[1], &claims) || header.Alg != "HS256" || claims.Iat == nil {
		return false
	}
	mac := hmac.New(sha256.New, []byte(APISecret))
	mac.Write([]byte(parts[0] + "." + parts[1]))
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	age := now.Sub(time.Unix(*claims.Iat, 0))
	return err == nil && hmac.Equal(signature, mac.Sum(nil)) && age <= tokenAge && age >= -tokenAhead
}

func decodePart(part string, into any) bool {
	text, err := base64.RawURLEncoding.DecodeString(part)
	return err == nil && json.Unmarshal(text, into) == nil
}
