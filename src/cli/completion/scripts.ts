export const SHELLS = ["bash", "zsh", "fish", "powershell"] as const;
type Shell = (typeof SHELLS)[number];

export function isShell(name: string): name is Shell {
  return SHELLS.some((shell) => shell === name);
}

// Each hands the words over as they are, quoted by the shell itself: nothing that is being typed is ever run.
// @bomb.sh/tab, which would write these scripts, puts them through `eval`, and needs a package of its own in bash.

/** Works in bash 3.2, which macOS has, and without the package bash-completion. `=` and `:` break words there. */
const BASH = `# okta-mcp completion for bash: eval "$(okta-mcp completion bash)"
_okta_mcp() {
  local line cur="\${COMP_WORDS[COMP_CWORD]}"
  [[ $cur == = ]] && cur=""
  COMPREPLY=()
  while IFS= read -r line; do
    [[ -n $line ]] && COMPREPLY+=("\${line%%$'\\t'*}")
  done < <(okta-mcp complete -- "\${COMP_WORDS[@]:1:COMP_CWORD-1}" "$cur" 2>/dev/null)
}
complete -o default -F _okta_mcp okta-mcp`;

const ZSH = `#compdef okta-mcp
# okta-mcp completion for zsh: source <(okta-mcp completion zsh), or keep it as _okta-mcp in a directory of $fpath
_okta_mcp() {
  local line
  local -a found
  while IFS= read -r line; do
    [[ -n $line ]] && found+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
  done < <(okta-mcp complete -- "\${(@Q)words[2,CURRENT-1]}" "\${(Q)words[CURRENT]}" 2>/dev/null)
  if (( \${#found} )); then _describe 'okta-mcp' found; else _files; fi
}
if [[ $funcstack[1] == _okta_mcp ]]; then _okta_mcp "$@"; else compdef _okta_mcp okta-mcp; fi`;

const FISH = `# okta-mcp completion for fish: okta-mcp completion fish > ~/.config/fish/completions/okta-mcp.fish
function __okta_mcp
    set -l words (commandline -opc)
    okta-mcp complete -- $words[2..-1] (commandline -ct) 2>/dev/null
end
complete -c okta-mcp -f -a '(__okta_mcp)'`;

const POWERSHELL = `# okta-mcp completion for PowerShell: okta-mcp completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName okta-mcp -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $words = @($commandAst.CommandElements | Select-Object -Skip 1 |
    Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { $_.ToString() })
  # An empty argument is lost on the way to a program before PowerShell 7.3; a lone = stands for it.
  $last = if ($wordToComplete -eq '') { '=' } else { $wordToComplete }
  & okta-mcp complete '--' @words $last 2>$null | ForEach-Object {
    $value, $what = $_ -split "\`t", 2
    if (-not $what) { $what = $value }
    [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $what)
  }
}`;

export const SCRIPTS: Readonly<Record<Shell, string>> = {
  bash: BASH,
  zsh: ZSH,
  fish: FISH,
  powershell: POWERSHELL,
};
