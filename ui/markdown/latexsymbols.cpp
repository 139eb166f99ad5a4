#include "ui/markdown/latexsymbols.h"

#include <QHash>

namespace sluice {

namespace {

using Symbols = QHash<QStringView, LatexSymbol>;

const Symbols& symbols()
{
    // clang-format off
    static const Symbols table {
        {u"AA", {u"Å"}}, {u"Box", {u"□"}}, {u"Delta", {u"Δ"}}, {u"Downarrow", {u"⇓", LatexClass::Spaced}},
        {u"Gamma", {u"Γ"}}, {u"Im", {u"ℑ"}}, {u"Lambda", {u"Λ"}}, {u"Leftarrow", {u"⇐", LatexClass::Spaced}},
        {u"Leftrightarrow", {u"⇔", LatexClass::Spaced}}, {u"Longleftarrow", {u"⟸", LatexClass::Spaced}}, {u"Longleftrightarrow", {u"⟺", LatexClass::Spaced}}, {u"Longrightarrow", {u"⟹", LatexClass::Spaced}},
        {u"O", {u"Ø"}}, {u"Omega", {u"Ω"}}, {u"P", {u"¶"}}, {u"Phi", {u"Φ"}},
        {u"Pi", {u"Π"}}, {u"Pr", {u"Pr", LatexClass::Name}}, {u"Psi", {u"Ψ"}}, {u"Re", {u"ℜ"}},
        {u"Rightarrow", {u"⇒", LatexClass::Spaced}}, {u"S", {u"§"}}, {u"Sigma", {u"Σ"}}, {u"Theta", {u"Θ"}},
        {u"Uparrow", {u"⇑", LatexClass::Spaced}}, {u"Upsilon", {u"Υ"}}, {u"Vert", {u"‖"}}, {u"Xi", {u"Ξ"}},
        {u"aa", {u"å"}}, {u"aleph", {u"ℵ"}}, {u"alpha", {u"α"}}, {u"angle", {u"∠"}},
        {u"approx", {u"≈", LatexClass::Spaced}}, {u"arccos", {u"arccos", LatexClass::Name}}, {u"arcsin", {u"arcsin", LatexClass::Name}}, {u"arctan", {u"arctan", LatexClass::Name}},
        {u"arg", {u"arg", LatexClass::Name}}, {u"argmax", {u"argmax", LatexClass::Name}}, {u"argmin", {u"argmin", LatexClass::Name}}, {u"ast", {u"∗", LatexClass::Spaced}},
        {u"asymp", {u"≍", LatexClass::Spaced}}, {u"backslash", {u"\\"}}, {u"because", {u"∵"}}, {u"beta", {u"β"}},
        {u"bigcap", {u"⋂"}}, {u"bigcup", {u"⋃"}}, {u"bigoplus", {u"⨁"}}, {u"bigotimes", {u"⨂"}},
        {u"bigvee", {u"⋁"}}, {u"bigwedge", {u"⋀"}}, {u"blacksquare", {u"■"}}, {u"bmod", {u"mod", LatexClass::Spaced}},
        {u"bot", {u"⊥"}}, {u"bowtie", {u"⋈", LatexClass::Spaced}}, {u"bullet", {u"•", LatexClass::Spaced}}, {u"cap", {u"∩", LatexClass::Spaced}},
        {u"cdot", {u"·", LatexClass::Spaced}}, {u"cdots", {u"⋯"}}, {u"checkmark", {u"✓"}}, {u"chi", {u"χ"}},
        {u"circ", {u"∘", LatexClass::Spaced}}, {u"clubsuit", {u"♣"}}, {u"colon", {u":"}}, {u"coloneqq", {u"≔", LatexClass::Spaced}},
        {u"complement", {u"∁"}}, {u"cong", {u"≅", LatexClass::Spaced}}, {u"coprod", {u"∐"}}, {u"copyright", {u"©"}},
        {u"cos", {u"cos", LatexClass::Name}}, {u"cosh", {u"cosh", LatexClass::Name}}, {u"cot", {u"cot", LatexClass::Name}}, {u"coth", {u"coth", LatexClass::Name}},
        {u"csc", {u"csc", LatexClass::Name}}, {u"cup", {u"∪", LatexClass::Spaced}}, {u"dagger", {u"†"}}, {u"dashv", {u"⊣", LatexClass::Spaced}},
        {u"ddagger", {u"‡"}}, {u"ddots", {u"⋱"}}, {u"deg", {u"deg", LatexClass::Name}}, {u"degree", {u"°"}},
        {u"delta", {u"δ"}}, {u"det", {u"det", LatexClass::Name}}, {u"diamondsuit", {u"♢"}}, {u"dim", {u"dim", LatexClass::Name}},
        {u"div", {u"÷", LatexClass::Spaced}}, {u"doteq", {u"≐", LatexClass::Spaced}}, {u"dots", {u"…"}}, {u"dotsb", {u"⋯"}},
        {u"dotsc", {u"…"}}, {u"downarrow", {u"↓", LatexClass::Spaced}}, {u"ell", {u"ℓ"}}, {u"emptyset", {u"∅"}},
        {u"epsilon", {u"ϵ"}}, {u"equiv", {u"≡", LatexClass::Spaced}}, {u"eta", {u"η"}}, {u"eth", {u"ð"}},
        {u"euro", {u"€"}}, {u"exists", {u"∃"}}, {u"exp", {u"exp", LatexClass::Name}}, {u"flat", {u"♭"}},
        {u"forall", {u"∀"}}, {u"gamma", {u"γ"}}, {u"gcd", {u"gcd", LatexClass::Name}}, {u"ge", {u"≥", LatexClass::Spaced}},
        {u"geq", {u"≥", LatexClass::Spaced}}, {u"geqslant", {u"⩾", LatexClass::Spaced}}, {u"gets", {u"←", LatexClass::Spaced}}, {u"gg", {u"≫", LatexClass::Spaced}},
        {u"gt", {u">", LatexClass::Spaced}}, {u"gtrsim", {u"≳", LatexClass::Spaced}}, {u"hbar", {u"ℏ"}}, {u"heartsuit", {u"♡"}},
        {u"hom", {u"hom", LatexClass::Name}}, {u"hookleftarrow", {u"↩", LatexClass::Spaced}}, {u"hookrightarrow", {u"↪", LatexClass::Spaced}}, {u"iff", {u"⇔", LatexClass::Spaced}},
        {u"iiint", {u"∭"}}, {u"iint", {u"∬"}}, {u"imath", {u"ı"}}, {u"impliedby", {u"⇐", LatexClass::Spaced}},
        {u"implies", {u"⇒", LatexClass::Spaced}}, {u"in", {u"∈", LatexClass::Spaced}}, {u"inf", {u"inf", LatexClass::Name}}, {u"infty", {u"∞"}},
        {u"int", {u"∫"}}, {u"iota", {u"ι"}}, {u"jmath", {u"ȷ"}}, {u"kappa", {u"κ"}},
        {u"ker", {u"ker", LatexClass::Name}}, {u"lVert", {u"‖"}}, {u"lambda", {u"λ"}}, {u"land", {u"∧", LatexClass::Spaced}},
        {u"langle", {u"⟨"}}, {u"lbrace", {u"{"}}, {u"lbrack", {u"["}}, {u"lceil", {u"⌈"}},
        {u"ldots", {u"…"}}, {u"le", {u"≤", LatexClass::Spaced}}, {u"leadsto", {u"⇝", LatexClass::Spaced}}, {u"leftarrow", {u"←", LatexClass::Spaced}},
        {u"leftharpoonup", {u"↼", LatexClass::Spaced}}, {u"leftrightarrow", {u"↔", LatexClass::Spaced}}, {u"leq", {u"≤", LatexClass::Spaced}}, {u"leqslant", {u"⩽", LatexClass::Spaced}},
        {u"lesssim", {u"≲", LatexClass::Spaced}}, {u"lfloor", {u"⌊"}}, {u"lg", {u"lg", LatexClass::Name}}, {u"lhd", {u"⊲", LatexClass::Spaced}},
        {u"lim", {u"lim", LatexClass::Name}}, {u"liminf", {u"lim inf", LatexClass::Name}}, {u"limsup", {u"lim sup", LatexClass::Name}}, {u"ll", {u"≪", LatexClass::Spaced}},
        {u"ln", {u"ln", LatexClass::Name}}, {u"lnot", {u"¬"}}, {u"log", {u"log", LatexClass::Name}}, {u"longleftarrow", {u"⟵", LatexClass::Spaced}},
        {u"longleftrightarrow", {u"⟷", LatexClass::Spaced}}, {u"longmapsto", {u"⟼", LatexClass::Spaced}}, {u"longrightarrow", {u"⟶", LatexClass::Spaced}}, {u"lor", {u"∨", LatexClass::Spaced}},
        {u"lq", {u"‘"}}, {u"lt", {u"<", LatexClass::Spaced}}, {u"ltimes", {u"⋉", LatexClass::Spaced}}, {u"lvert", {u"|"}},
        {u"mapsto", {u"↦", LatexClass::Spaced}}, {u"max", {u"max", LatexClass::Name}}, {u"mho", {u"℧"}}, {u"mid", {u"|", LatexClass::Spaced}},
        {u"min", {u"min", LatexClass::Name}}, {u"models", {u"⊨", LatexClass::Spaced}}, {u"mp", {u"∓", LatexClass::Spaced}}, {u"mu", {u"μ"}},
        {u"nRightarrow", {u"⇏", LatexClass::Spaced}}, {u"nabla", {u"∇"}}, {u"natural", {u"♮"}}, {u"ne", {u"≠", LatexClass::Spaced}},
        {u"nearrow", {u"↗", LatexClass::Spaced}}, {u"neg", {u"¬"}}, {u"neq", {u"≠", LatexClass::Spaced}}, {u"nexists", {u"∄"}},
        {u"ni", {u"∋", LatexClass::Spaced}}, {u"nmid", {u"∤", LatexClass::Spaced}}, {u"notin", {u"∉", LatexClass::Spaced}}, {u"nparallel", {u"∦", LatexClass::Spaced}},
        {u"nrightarrow", {u"↛", LatexClass::Spaced}}, {u"nsubseteq", {u"⊈", LatexClass::Spaced}}, {u"nu", {u"ν"}}, {u"nwarrow", {u"↖", LatexClass::Spaced}},
        {u"o", {u"ø"}}, {u"odot", {u"⊙", LatexClass::Spaced}}, {u"oint", {u"∮"}}, {u"omega", {u"ω"}},
        {u"omicron", {u"ο"}}, {u"ominus", {u"⊖", LatexClass::Spaced}}, {u"oplus", {u"⊕", LatexClass::Spaced}}, {u"oslash", {u"⊘", LatexClass::Spaced}},
        {u"otimes", {u"⊗", LatexClass::Spaced}}, {u"parallel", {u"∥", LatexClass::Spaced}}, {u"partial", {u"∂"}}, {u"perp", {u"⊥", LatexClass::Spaced}},
        {u"phi", {u"ϕ"}}, {u"pi", {u"π"}}, {u"pm", {u"±", LatexClass::Spaced}}, {u"pounds", {u"£"}},
        {u"prec", {u"≺", LatexClass::Spaced}}, {u"preceq", {u"⪯", LatexClass::Spaced}}, {u"prime", {u"′"}}, {u"prod", {u"∏"}},
        {u"propto", {u"∝", LatexClass::Spaced}}, {u"psi", {u"ψ"}}, {u"qed", {u"∎"}}, {u"rVert", {u"‖"}},
        {u"rangle", {u"⟩"}}, {u"rbrace", {u"}"}}, {u"rbrack", {u"]"}}, {u"rceil", {u"⌉"}},
        {u"rfloor", {u"⌋"}}, {u"rhd", {u"⊳", LatexClass::Spaced}}, {u"rho", {u"ρ"}}, {u"rightarrow", {u"→", LatexClass::Spaced}},
        {u"rightharpoondown", {u"⇁", LatexClass::Spaced}}, {u"rightharpoonup", {u"⇀", LatexClass::Spaced}}, {u"rightleftharpoons", {u"⇌", LatexClass::Spaced}}, {u"rightsquigarrow", {u"⇝", LatexClass::Spaced}},
        {u"rq", {u"’"}}, {u"rtimes", {u"⋊", LatexClass::Spaced}}, {u"rvert", {u"|"}}, {u"searrow", {u"↘", LatexClass::Spaced}},
        {u"sec", {u"sec", LatexClass::Name}}, {u"setminus", {u"∖", LatexClass::Spaced}}, {u"sharp", {u"♯"}}, {u"sigma", {u"σ"}},
        {u"sim", {u"∼", LatexClass::Spaced}}, {u"simeq", {u"≃", LatexClass::Spaced}}, {u"sin", {u"sin", LatexClass::Name}}, {u"sinh", {u"sinh", LatexClass::Name}},
        {u"spadesuit", {u"♠"}}, {u"sqcap", {u"⊓", LatexClass::Spaced}}, {u"sqcup", {u"⊔", LatexClass::Spaced}}, {u"square", {u"□"}},
        {u"star", {u"⋆"}}, {u"subset", {u"⊂", LatexClass::Spaced}}, {u"subseteq", {u"⊆", LatexClass::Spaced}}, {u"subsetneq", {u"⊊", LatexClass::Spaced}},
        {u"succ", {u"≻", LatexClass::Spaced}}, {u"succeq", {u"⪰", LatexClass::Spaced}}, {u"sum", {u"∑"}}, {u"sup", {u"sup", LatexClass::Name}},
        {u"supset", {u"⊃", LatexClass::Spaced}}, {u"supseteq", {u"⊇", LatexClass::Spaced}}, {u"supsetneq", {u"⊋", LatexClass::Spaced}}, {u"surd", {u"√"}},
        {u"swarrow", {u"↙", LatexClass::Spaced}}, {u"tan", {u"tan", LatexClass::Name}}, {u"tanh", {u"tanh", LatexClass::Name}}, {u"tau", {u"τ"}},
        {u"therefore", {u"∴"}}, {u"theta", {u"θ"}}, {u"times", {u"×", LatexClass::Spaced}}, {u"to", {u"→", LatexClass::Spaced}},
        {u"top", {u"⊤"}}, {u"triangle", {u"△"}}, {u"triangleq", {u"≜", LatexClass::Spaced}}, {u"unlhd", {u"⊴", LatexClass::Spaced}},
        {u"unrhd", {u"⊵", LatexClass::Spaced}}, {u"uparrow", {u"↑", LatexClass::Spaced}}, {u"updownarrow", {u"↕", LatexClass::Spaced}}, {u"uplus", {u"⊎", LatexClass::Spaced}},
        {u"upsilon", {u"υ"}}, {u"vDash", {u"⊨", LatexClass::Spaced}}, {u"varepsilon", {u"ε"}}, {u"varnothing", {u"∅"}},
        {u"varphi", {u"φ"}}, {u"varpi", {u"ϖ"}}, {u"varrho", {u"ϱ"}}, {u"varsigma", {u"ς"}},
        {u"vartheta", {u"ϑ"}}, {u"vdash", {u"⊢", LatexClass::Spaced}}, {u"vdots", {u"⋮"}}, {u"vee", {u"∨", LatexClass::Spaced}},
        {u"vert", {u"|"}}, {u"wedge", {u"∧", LatexClass::Spaced}}, {u"wp", {u"℘"}}, {u"wr", {u"≀", LatexClass::Spaced}},
        {u"xi", {u"ξ"}}, {u"zeta", {u"ζ"}},
    };
    // clang-format on
    return table;
}

// Each character by the one in its place; empty when one has none.
QString mapped(QStringView text, QStringView from, QStringView to)
{
    QString out;
    for (const QChar c : text) {
        const qsizetype index = from.indexOf(c);
        if (index < 0 && c != u' ')
            return {};
        if (c != u' ')
            out += to[index];
    }
    return out;
}

}

LatexSymbol latexSymbol(QStringView command)
{
    return symbols().value(command);
}

QString superscript(QStringView text)
{
    return mapped(text, u"0123456789+−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθφχ′*∘∗",
        u"⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿᵠᵡ′*°*");
}

QString subscript(QStringView text)
{
    return mapped(text, u"0123456789+−=()aehijklmnoprstuvxβγρφχ", u"₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ");
}

QChar latexAccent(QStringView command)
{
    static const QHash<QStringView, QChar> accents {
        {u"hat", QChar(0x0302)},
        {u"widehat", QChar(0x0302)},
        {u"bar", QChar(0x0304)},
        {u"overline", QChar(0x0305)},
        {u"vec", QChar(0x20d7)},
        {u"overrightarrow", QChar(0x20d7)},
        {u"dot", QChar(0x0307)},
        {u"ddot", QChar(0x0308)},
        {u"tilde", QChar(0x0303)},
        {u"widetilde", QChar(0x0303)},
        {u"underline", QChar(0x0332)},
        {u"check", QChar(0x030c)},
        {u"acute", QChar(0x0301)},
        {u"grave", QChar(0x0300)},
        {u"breve", QChar(0x0306)},
        {u"mathring", QChar(0x030a)},
    };
    return accents.value(command);
}

QString doubleStruck(QStringView text)
{
    constexpr QStringView from = u"CHNPQRZ";
    constexpr QStringView to = u"ℂℍℕℙℚℝℤ";
    QString out;
    for (const QChar c : text) {
        const qsizetype index = from.indexOf(c);
        const char32_t capital = U'𝔸' + (c.unicode() - u'A');
        if (index >= 0)
            out += to[index];
        else if (c >= u'A' && c <= u'Z')
            out += QString::fromUcs4(&capital, 1);
        else if (c == u'1')
            out += QStringView(u"𝟙");
        else
            out += c;
    }
    return out;
}

QString scriptLetters(QStringView text)
{
    constexpr QStringView from = u"BEFHILMRego";
    constexpr QStringView to = u"ℬℰℱℋℐℒℳℛℯℊℴ";
    QString out;
    for (const QChar c : text) {
        const qsizetype index = from.indexOf(c);
        out += index >= 0 ? to[index] : c;
    }
    return out;
}

}
