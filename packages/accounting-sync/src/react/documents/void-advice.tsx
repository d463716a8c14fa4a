'use client'

import { useDateText, useMoney } from '@tieout/ui'
import { useEffect, useRef, type ReactNode } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { lookBeforeVoid, type VoidOutlook } from '../../contract/index.ts'
import { useCommand } from '../asking.ts'
import { useScreensHost } from '../screens-host.tsx'
import { PRODUCT } from '../use-company.ts'

/** What a host's own dialog says beside what happens in its books. */
export interface AdviceOnVoiding {
  /** Still looking: until then nothing is voided. */
  looking?: string
  consequences: readonly string[]
  /** Why a credit note dated today is the better way. */
  better?: string
  /** Why it cannot be voided now. */
  refused?: string
  again?: { label: string; onClick: () => void }
}

export interface VoidAdviceProps {
  documentId: string
  document: string
  kind: 'invoice' | 'credit_memo'
  children: (advice: AdviceOnVoiding) => ReactNode
}

/** Looks at a document over there while somebody is about to void it, and says what follows. */
export function VoidAdvice({ documentId, document, kind, children }: VoidAdviceProps) {
  const t = useTranslations('accounting.documents.voiding')
  const { explain } = useScreensHost()
  const words = useVoidWords()
  const look = useCommand(lookBeforeVoid)
  const { mutate } = look
  // Once for each opening, also where effects run twice.
  const asked = useRef(false)
  useEffect(() => {
    if (asked.current) return
    asked.current = true
    mutate({ documentId })
  }, [documentId, mutate])
  const again = { label: t('again'), onClick: () => mutate({ documentId }) }
  if (look.error !== null && !look.isPending)
    return children({ refused: explain(look.error).message, consequences: [], again })
  if (look.data === undefined || look.isPending) return children({ looking: t('looking'), consequences: [] })
  return children({ ...words(look.data, document, kind), again })
}

type Said = Omit<AdviceOnVoiding, 'looking' | 'again'>

function useVoidWords(): (outlook: VoidOutlook, document: string, kind: 'invoice' | 'credit_memo') => Said {
  const t = useTranslations('accounting.documents.voiding')
  const dateText = useDateText()
  const money = useMoney()
  const format = useFormatter()
  return ({ there, month, issueDate, refused }, document, kind) => {
    if (there === null) return { consequences: [] }
    const { currency, booksClosedThrough: closed } = there
    const named = {
      document,
      system: there.company || PRODUCT,
      date: closed === null ? '' : dateText(closed),
      issued: dateText(issueDate),
      amount: money({ minor: there.unknownMinor, currency }),
      count: there.unknownBy.length,
      payments: format.list(
        there.unknownBy.map(({ number, date, amountMinor }) =>
          t(number === null ? 'payment.unnamed' : 'payment.named', {
            number: number ?? '',
            date: dateText(date),
            amount: money({ minor: amountMinor, currency }),
          }),
        ),
      ),
    }
    if (refused !== null) return { consequences: [], refused: t(`refused.${refused}`, named) }
    const happens =
      there.standing === 'standing' ? t(`there.${kind}`, named) : t(`there.${there.standing}`, named)
    const waits = there.waits === null ? [] : [t(`waits.${there.waits}`, named)]
    const consequences = [happens, ...waits]
    // Nothing is sent, so nothing of that month changes there.
    if (there.standing === 'voided' || there.standing === 'deleted') return { consequences }
    if (there.waits === 'closed_period') return { consequences, better: t(`better.closed.${kind}`, named) }
    return month === 'earlier'
      ? { consequences, better: t(`better.earlier.${kind}`, named) }
      : { consequences }
  }
}
