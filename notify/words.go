package notify

import "salesops/auth"

// said is a text in the three languages.
type said struct{ en, pt, zh string }

func (s said) in(l Language) string {
	switch l {
	case Portuguese:
		return s.pt
	case Chinese:
		return s.zh
	}
	return s.en
}

// template is a message with {link}, {until}, {by}, {what} and {place} in it.
type template struct{ subject, text said }

// product replaces {place} when the company has no name.
var product = said{en: "Sales operations", pt: "Operações de vendas", zh: "销售运营"}

// administrator replaces {by} when it is not known who invites.
var administrator = said{en: "An administrator", pt: "Um administrador", zh: "管理员"}

var invitations = template{
	subject: said{
		en: "{by} invites you to {place}",
		pt: "{by} convida você para {place}",
		zh: "{by} 邀请您加入 {place}",
	},
	text: said{
		en: `Hello,

{by} invites you to {place}. Open this address and choose how you sign in:

{link}

It works once, until {until}. If you do not know what this is about, ignore this message: without the address nothing happens.`,
		pt: `Olá,

{by} convida você para {place}. Abra este endereço e escolha como você vai entrar:

{link}

Ele funciona uma única vez, até {until}. Se você não sabe do que se trata, ignore esta mensagem: sem o endereço nada acontece.`,
		zh: `您好：

{by} 邀请您加入 {place}。请打开以下地址，选择您的登录方式：

{link}

该地址只能使用一次，有效期至 {until}。如果您不清楚这是怎么回事，请忽略此邮件：不打开该地址，什么都不会发生。`,
	},
}

var resets = template{
	subject: said{
		en: "Choose another password for {place}",
		pt: "Escolha outra senha para {place}",
		zh: "为 {place} 设置新密码",
	},
	text: said{
		en: `Hello,

somebody, we hope you, asked for another password for {place}. Open this address to choose it:

{link}

It works once, until {until}. If it was not you, ignore this message: your password stays as it is.`,
		pt: `Olá,

alguém, esperamos que você, pediu outra senha para {place}. Abra este endereço para escolhê-la:

{link}

Ele funciona uma única vez, até {until}. Se não foi você, ignore esta mensagem: sua senha continua a mesma.`,
		zh: `您好：

有人（希望是您本人）为 {place} 申请了新密码。请打开以下地址进行设置：

{link}

该地址只能使用一次，有效期至 {until}。如果不是您本人的操作，请忽略此邮件：您的密码不会改变。`,
	},
}

var changed = template{
	subject: said{
		en: "How you sign in to {place} has changed",
		pt: "A forma como você entra em {place} mudou",
		zh: "您登录 {place} 的方式已更改",
	},
	text: said{
		en: `Hello,

{what} If it was you, there is nothing to do. If it was not, tell an administrator now: they can end your sessions and send you a new link.`,
		pt: `Olá,

{what} Se foi você, não há nada a fazer. Se não foi, avise um administrador agora: ele pode encerrar suas sessões e enviar um novo link.`,
		zh: `您好：

{what}如果是您本人的操作，则无需处理。如果不是，请立即告知管理员：管理员可以结束您的会话，并向您发送新的链接。`,
	},
}

var changes = map[auth.Change]said{
	auth.PasswordChanged: {en: "Your password was changed.", pt: "Sua senha foi alterada.", zh: "您的密码已更改。"},
	auth.FactorAdded: {en: "A second step was added to your sign-in.",
		pt: "Uma segunda etapa foi adicionada à sua entrada.", zh: "您的登录增加了第二步验证。"},
	auth.FactorRemoved: {en: "A second step was removed from your sign-in.",
		pt: "Uma segunda etapa foi removida da sua entrada.", zh: "您的登录移除了一项第二步验证。"},
	auth.NewDevice: {en: "Somebody signed in with your account on a new device or in another network.",
		pt: "Alguém entrou com a sua conta em um novo dispositivo ou em outra rede.",
		zh: "有人在新设备或其他网络上登录了您的账户。"},
	auth.TokenMade: {en: "An API token was made, with which a program asks in your name.",
		pt: "Um token de API foi criado, com o qual um programa consulta em seu nome.",
		zh: "有人创建了一个 API 令牌，程序可用它以您的名义发出请求。"},
	auth.RecoveryUsed: {en: "Somebody signed in with one of your recovery codes.",
		pt: "Alguém entrou com um dos seus códigos de recuperação.", zh: "有人使用您的一个恢复代码登录。"},
}

var tests = template{
	subject: said{en: "Mail from {place} works", pt: "O e-mail de {place} funciona", zh: "{place} 的邮件设置正常"},
	text: said{
		en: "This message shows that the mail settings work.",
		pt: "Esta mensagem mostra que as configurações de e-mail funcionam.",
		zh: "此邮件表明邮件设置正常。",
	},
}
