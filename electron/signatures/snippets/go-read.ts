import type { Shape } from './shape.ts'

/** What the check reads from the request before it compares: signatures, time, and the other signed values. */
export function signatures({ scheme }: Shape, imports: Set<string>): string[] {
  if (scheme.id === 'mailgun') {
    imports.add('encoding/json').add('net/url')
    return [
      'var message struct {',
      '\tSignature struct{ Timestamp, Token, Signature string }',
      '}',
      'if json.Unmarshal(raw, &message) != nil {',
      '\tform, err := url.ParseQuery(string(raw))',
      '\tif err != nil {',
      '\t\treturn false',
      '\t}',
      '\tmessage.Signature.Timestamp, message.Signature.Token = form.Get("timestamp"), form.Get("token")',
      '\tmessage.Signature.Signature = form.Get("signature")',
      '}',
      'timestamp, token := message.Signature.Timestamp, message.Signature.Token',
      'signatures := []string{message.Signature.Signature}',
    ]
  }
  if (scheme.signature.in === 'body') {
    imports.add('encoding/json')
    return [
      'var message map[string]any',
      'if json.Unmarshal(raw, &message) != nil {',
      '\treturn false',
      '}',
      'text := func(name string) string { value, _ := message[name].(string); return value }',
      'signatures := []string{text("Signature")}',
    ]
  }
  const [name = '', second] = scheme.signature.names
  if (scheme.signature.numbered === true) {
    imports.add('fmt')
    return [
      'var signatures []string',
      'for n := 1; ; n++ {',
      `\tvalue := header.Get(fmt.Sprintf("${name.replace(/1$/, '%d')}", n))`,
      '\tif value == "" {',
      '\t\tbreak',
      '\t}',
      '\tsignatures = append(signatures, value)',
      '}',
    ]
  }
  const lines = [`value := header.Get("${name}")`]
  if (second !== undefined) lines.push('if value == "" {', `\tvalue = header.Get("${second}")`, '}')
  const { format } = scheme.signature
  if (format.kind === 'plain')
    return second === undefined
      ? [`signatures := []string{header.Get("${name}")}`]
      : [...lines, 'signatures := []string{value}']
  imports.add(format.kind === 'template' ? 'regexp' : 'strings')
  if (format.kind === 'versions') {
    return [
      ...lines,
      'var signatures []string',
      'for _, item := range strings.Split(value, " ") {',
      `\tif signature, found := strings.CutPrefix(item, "${format.version},"); found {`,
      '\t\tsignatures = append(signatures, signature)',
      '\t}',
      '}',
    ]
  }
  if (format.kind === 'pairs') {
    const names = [...(format.timestamp === null ? [] : ['timestamp']), ...(format.id === null ? [] : ['id'])]
    return [
      ...lines,
      'var signatures []string',
      ...(names.length === 0 ? [] : [`var ${names.join(', ')} string`]),
      `for _, item := range strings.Split(value, "${format.separator}") {`,
      '\tname, text, _ := strings.Cut(item, "=")',
      '\tswitch name {',
      `\tcase "${format.signature}":`,
      '\t\tsignatures = append(signatures, text)',
      ...(format.timestamp === null ? [] : [`\tcase "${format.timestamp}":`, '\t\ttimestamp = text']),
      ...(format.id === null ? [] : [`\tcase "${format.id}":`, '\t\tid = text']),
      '\t}',
      '}',
    ]
  }
  const pattern = format.template.replace(/[\\^$.*+?()[\]|]/g, '\\$&')
  const order = [...pattern.matchAll(/\{(signature|timestamp|id)\}/g)].map((match) => match[1] ?? '')
  const at = (what: string) => `found[${String(order.indexOf(what) + 1)}]`
  return [
    ...lines,
    `found := regexp.MustCompile(\`^${pattern.replace(/\{(?:signature|timestamp|id)\}/g, '(.+?)')}$\`).FindStringSubmatch(value)`,
    'if found == nil {',
    '\treturn false',
    '}',
    `signatures := []string{${at('signature')}}`,
    ...['timestamp', 'id'].filter((part) => order.includes(part)).map((part) => `${part} := ${at(part)}`),
  ]
}

export function time({ scheme }: Shape, imports: Set<string>): string[] {
  const lines: string[] = []
  const read = (target: string, names: readonly string[]) => {
    lines.push(`${target} := header.Get("${names[0] ?? ''}")`)
    if (names[1] !== undefined)
      lines.push(`if ${target} == "" {`, `\t${target} = header.Get("${names[1]}")`, '}')
  }
  if (scheme.messageId !== null && scheme.messageId.names.length > 0) read('id', scheme.messageId.names)
  if (scheme.timestamp?.in === 'header') read('timestamp', scheme.timestamp.names)
  if (scheme.id === 'linear') {
    imports.add('encoding/json')
    lines.push(
      'var message struct {',
      '\tWebhookTimestamp json.Number `json:"webhookTimestamp"`',
      '}',
      '_ = json.Unmarshal(raw, &message)',
      'timestamp := message.WebhookTimestamp.String()',
    )
  }
  if (scheme.window === null || scheme.timestamp === null) return lines
  imports.add('time')
  const { unit } = scheme.timestamp
  const limit = `${String(scheme.window.seconds)}*time.Second`
  const test = scheme.window.direction === 'both' ? `age.Abs() > ${limit}` : `age > ${limit}`
  if (unit === 'iso')
    return [
      ...lines,
      'sent, err := time.Parse(time.RFC3339, timestamp)',
      'age := time.Since(sent)',
      `if err != nil || ${test} {`,
      '\treturn false',
      '}',
    ]
  imports.add('strconv')
  const since =
    unit === 's' ? 'time.Since(time.Unix(sent, 0)).Truncate(time.Second)' : 'time.Since(time.UnixMilli(sent))'
  return [
    ...lines,
    'sent, err := strconv.ParseInt(timestamp, 10, 64)',
    `age := ${since}`,
    `if err != nil || ${test} {`,
    '\treturn false',
    '}',
  ]
}

export function values(shape: Shape, imports: Set<string>): string[] {
  const lines: string[] = []
  if (shape.decodesUri) {
    imports.add('net/url').add('regexp')
    lines.push(
      'escapes := regexp.MustCompile(`(?i)%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)`)',
      'publicURL = escapes.ReplaceAllStringFunc(publicURL, func(found string) string {',
      '\tplain, _ := url.PathUnescape(found)',
      '\treturn plain',
      '})',
    )
  }
  if (shape.uses('path') || shape.checksBodyHash) {
    imports.add('net/url')
    lines.push('parsed, err := url.Parse(publicURL)', 'if err != nil {', '\treturn false', '}')
  }
  if (shape.uses('path')) lines.push('path := parsed.EscapedPath()')
  if (shape.checksBodyHash) {
    imports.add('crypto/sha256').add('encoding/hex')
    lines.push(
      'sum := sha256.Sum256(raw)',
      'if parsed.Query().Get("bodySHA256") != hex.EncodeToString(sum[:]) {',
      '\treturn false',
      '}',
    )
  }
  if (shape.isForm) {
    imports.add('net/url').add('slices').add('strings')
    lines.push(
      'form, err := url.ParseQuery(string(raw))',
      'if err != nil {',
      '\treturn false',
      '}',
      'var names []string',
      'for name := range form {',
      '\tnames = append(names, name)',
      '}',
      'slices.Sort(names)',
      'var params strings.Builder',
      'for _, name := range names {',
      '\tslices.Sort(form[name])',
      '\tfor _, value := range slices.Compact(form[name]) {',
      '\t\tparams.WriteString(name + value)',
      '\t}',
      '}',
    )
  }
  if (shape.uses('crc32')) {
    imports.add('hash/crc32').add('regexp').add('strconv')
    lines.push(
      'if !regexp.MustCompile(`^https://([a-z0-9-]+\\.)*paypal\\.com/`).MatchString(header.Get("PAYPAL-CERT-URL")) {',
      '\treturn false',
      '}',
      'checksum := strconv.FormatUint(uint64(crc32.ChecksumIEEE(raw)), 10)',
    )
  }
  if (shape.uses('fields')) {
    imports.add('regexp').add('strings')
    lines.push(
      'names := []string{"Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"}',
      'if text("Type") == "Notification" {',
      '\tnames = []string{"Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"}',
      '}',
      'var builder strings.Builder',
      'for _, name := range names {',
      '\tif _, there := message[name].(string); there {',
      '\t\tbuilder.WriteString(name + "\\n" + text(name) + "\\n")',
      '\t}',
      '}',
      'fields := builder.String()',
      'if !regexp.MustCompile(`^https://sns\\.[a-z0-9-]{3,}\\.amazonaws\\.com(\\.cn)?/`).MatchString(text("SigningCertURL")) {',
      '\treturn false',
      '}',
    )
  }
  return lines
}
